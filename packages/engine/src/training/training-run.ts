import { TrainingContext } from '../algorithms/training-context.ts';
import type { Dataset } from '../data/dataset.ts';
import { Budget } from './budget.ts';
import type { TrainHooks, TrainOptions } from './options.ts';
import { Report } from './report.ts';

/** What every stage of one training uses. */
export interface TrainingRun {
  dataset: Dataset;
  options: TrainOptions;
  context: TrainingContext;
  budget: Budget;
  report: Report;
  /** Percent of the whole; it only rises, whatever the stages report. */
  progress(stage: string, percent: number, message?: string): void;
}

export function startRun(dataset: Dataset, options: TrainOptions, hooks: TrainHooks): TrainingRun {
  const { seed, threads } = options;
  let highest = 0;
  return {
    dataset,
    options,
    context: new TrainingContext(dataset, { seed, threads, signal: hooks.signal }),
    budget: new Budget(options.budgetSeconds, () => hooks.now()),
    report: new Report(),
    progress(stage, percent, message) {
      highest = Math.max(highest, Math.min(100, percent));
      const rounded = Math.round(highest * 10) / 10;
      hooks.onProgress(message === undefined ? { stage, percent: rounded } : { stage, percent: rounded, message });
    },
  };
}
