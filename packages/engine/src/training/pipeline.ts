import type { Dataset } from '../data/dataset.ts';
import { leaveLastOut, splitInPlace } from '../data/split.ts';
import { specParams } from '../ensemble/spec.ts';
import { pairedDifference } from '../evaluation/bootstrap.ts';
import { segmentUsers } from '../evaluation/segments.ts';
import { nativeTensorFailure } from '../tensor/tensor.ts';
import { checkTrainable } from './eligibility.ts';
import type { TrainHooks, TrainOptions, TrainResult } from './options.ts';
import { choose } from './stages/choose.ts';
import { compareIncumbent } from './stages/compare-incumbent.ts';
import { fitOnEverything } from './stages/fit-on-everything.ts';
import { measure } from './stages/measure.ts';
import { measureCold } from './stages/measure-cold.ts';
import { prepare } from './stages/prepare.ts';
import { writeModel } from './stages/write-model.ts';
import { startRun, type TrainingRun } from './training-run.ts';

/**
 * Holds out a test part, chooses a model on the rest, measures it beside popularity and the live version, then fits the
 * same on all interactions: that is the artifact. The dataset's matrix is rearranged meanwhile and restored afterwards,
 * so that it exists only once: no other training may use it at the same time, and the arrays of a large one are replaced.
 * Throws DataError for data or parameters that cannot be trained with (DivergedError, a subclass, where numbers stop
 * being finite), and the signal's reason when aborted.
 */
export async function train(dataset: Dataset, options: TrainOptions, hooks: TrainHooks): Promise<TrainResult> {
  checkTrainable(dataset);
  hooks.signal.throwIfAborted();
  const run = startRun(dataset, options, hooks);
  let restore = () => {};
  try {
    const prepared = await prepare(run);
    const parts = splitInPlace(dataset.matrix, { ...leaveLastOut, seed: options.seed });
    restore = parts.restore;
    const { split } = parts;
    const choice = await choose(run, prepared, split);
    const { spec, leaderboard } = choice;
    const measured = await measure(run, choice, split);
    const incumbent = await compareIncumbent(run, prepared.statistics, spec, split, measured);
    const coldItems = await measureCold(run, prepared, spec, split.train, measured);
    const { evaluation, baseline } = measured;
    const segments = segmentUsers(split, run.context.items, evaluation, baseline);
    restore();
    const model = await fitOnEverything(run, choice, measured);
    const artifact = writeModel(run, spec, model);
    run.progress('Done', 100);
    return {
      algorithm: spec.name,
      kind: spec.kind,
      params: specParams(spec),
      metrics: evaluation.metrics,
      baseline: {
        algorithm: 'popular',
        metrics: baseline.metrics,
        difference: pairedDifference(evaluation.perUser, baseline.perUser, measured.options),
      },
      ...(incumbent ? { incumbent } : {}),
      segments,
      coldItems,
      leaderboard,
      ...backend(run),
      artifact,
    };
  } finally {
    restore();
    await run.context.close();
  }
}

function backend({ context, report }: TrainingRun): Pick<TrainResult, 'report' | 'backend'> {
  const name = context.backend ?? 'kernels';
  const detail = context.backend && context.backend !== 'tensorflow' ? nativeTensorFailure() : null;
  report.add({ type: 'tensors', backend: name, detail });
  return { report: report.events, backend: name };
}
