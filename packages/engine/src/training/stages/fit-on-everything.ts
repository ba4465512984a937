import { fitModel } from '../../ensemble/fit-model.ts';
import type { FittedModel } from '../../scoring/spec.ts';
import { fitIfPossible } from '../fit-within-budget.ts';
import type { Choice } from '../search/choice.ts';
import type { TrainingRun } from '../training-run.ts';
import type { Measured } from './measure.ts';

/**
 * The model that is served: the choice fitted on all interactions. Where `auto` or `hybrid` has no time for that, or the
 * fit diverges, it is the model that was measured, which lacks the held-out interactions.
 */
export async function fitOnEverything(run: TrainingRun, choice: Choice, measured: Measured): Promise<FittedModel> {
  const { context, dataset, budget, report } = run;
  const stage = 'Fitting on all interactions';
  run.progress(stage, 77);
  const onProgress = (share: number, message?: string) => run.progress(stage, 77 + 20 * share, message);
  const fit = { context, spec: choice.spec, matrix: dataset.matrix, signal: context.signal, onProgress };
  if (!choice.fitted) return fitModel(fit);
  const isInTime = budget.allows(measured.fitSeconds);
  const model = await fitIfPossible(fit, budget, measured.fitSeconds);
  if (model) return model;
  report.add({ type: 'not-refitted', reason: isInTime && !budget.isSpent ? 'failed' : 'time' });
  return measured.model;
}
