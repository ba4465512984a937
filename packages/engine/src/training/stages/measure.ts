import { countUsers } from '../../data/item-rankings.ts';
import type { Split } from '../../data/split.ts';
import { fitModel } from '../../ensemble/fit-model.ts';
import { type EvaluateOptions, type Evaluation, evaluate } from '../../evaluation/evaluate.ts';
import { openScorer } from '../../scoring/scorers/open-scorer.ts';
import { popularScorer } from '../../scoring/scorers/popular.ts';
import type { FittedModel } from '../../scoring/spec.ts';
import { fitIfPossible } from '../fit-within-budget.ts';
import type { Choice } from '../search/choice.ts';
import type { TrainingRun } from '../training-run.ts';

/** The share of the budget that is kept for each of the two measurements. */
export const measuringShare = 0.05;

/** Users of the test part: as many as can be ranked for in that time, within these bounds. */
const testUsers = { min: 300, max: 5000, itemsRankedPerSecond: 5e7 };
const resamples = 200;

export interface Measured {
  /** Fitted on the training part: the model that is served where the last fit is not possible. */
  model: FittedModel;
  fitSeconds: number;
  evaluation: Evaluation;
  baseline: Evaluation;
  /** With which others can be measured on the same users. */
  options: EvaluateOptions;
}

/** Fits the choice on the training part and measures it, and popularity, on the test part. */
export async function measure(run: TrainingRun, choice: Choice, split: Split): Promise<Measured> {
  const { context, budget } = run;
  const { spec, fitted } = choice;
  run.progress('Measuring', 60);
  const elapsed = budget.stopwatch();
  const onProgress = (share: number, message?: string) => run.progress('Measuring', 60 + 10 * share, message);
  const fit = { context, spec, matrix: split.train, signal: context.signal, onProgress };
  // A named algorithm is fitted however long it takes; where models were compared, one of them exists already.
  const model = fitted
    ? ((await fitIfPossible(fit, budget, fitted.seconds)) ?? (await fitModel({ ...fit, models: fitted.models })))
    : await fitModel(fit);
  const fitSeconds = Math.max(fitted?.seconds ?? 0, elapsed());
  const userCounts = countUsers(split.train, context.items);
  const options = measuringOptions(run);
  const scorer = openScorer(model.spec, model.arrays, userCounts);
  return {
    model,
    fitSeconds,
    evaluation: await evaluate(scorer, split.train, split.test, options),
    baseline: await evaluate(popularScorer(userCounts), split.train, split.test, options),
    options,
  };
}

function measuringOptions({ context, options }: TrainingRun): EvaluateOptions {
  const { min, max, itemsRankedPerSecond } = testUsers;
  const { items, seed, signal, dataset } = context;
  const seconds = measuringShare * options.budgetSeconds;
  const affordable = Math.floor((seconds * itemsRankedPerSecond) / Math.max(1, items));
  const maxUsers = Math.min(max, Math.max(min, affordable));
  return { items, maxUsers, seed, resamples, signal, userRecords: dataset.userRecords };
}
