import { algorithmNamed } from '../../algorithms/index.ts';
import { completeParams } from '../../algorithms/params.ts';
import { DataError } from '../../data/errors.ts';
import type { Split } from '../../data/split.ts';
import { singleMemberSpec } from '../../ensemble/spec.ts';
import { sizeOf } from '../dataset-statistics.ts';
import { UnmetNeedError, unmetNeed } from '../eligibility.ts';
import { memoryForFits } from '../memory.ts';
import type { Choice, ChoiceInput } from '../search/choice.ts';
import { chooseAutomatically } from '../search/choose-automatically.ts';
import { chooseHybrid } from '../search/choose-hybrid.ts';
import type { TrainingRun } from '../training-run.ts';
import { incumbentSeconds } from './compare-incumbent.ts';
import { measuringShare } from './measure.ts';
import type { Prepared } from './prepare.ts';

/** The share of the budget that is kept for refitting the live version, at most. */
const maxIncumbentShare = 0.15;

/** Chooses what to fit, by the training part alone. Throws DataError where the named algorithm cannot be fitted. */
export async function choose(run: TrainingRun, prepared: Prepared, split: Split): Promise<Choice> {
  const { context, options, budget, report, dataset } = run;
  const { statistics, coldItems } = prepared;
  const compares = options.algorithm === 'auto' || options.algorithm === 'hybrid';
  const reserved =
    2 * measuringShare * options.budgetSeconds +
    Math.min(maxIncumbentShare * options.budgetSeconds, incumbentSeconds(run, split.train));
  const input: ChoiceInput = {
    context,
    statistics,
    coldItems,
    matrix: split.train,
    // Where models are compared, the validation part's training rows are a second copy.
    memoryLimitBytes: memoryForFits(run, compares ? 2 : 1),
    budget: budget.reserve(reserved),
    report,
    onProgress: (share, message) => run.progress('Comparing models', 3 + 57 * share, message),
  };
  if (options.algorithm === 'auto') return chooseAutomatically(input);

  const algorithm = algorithmNamed(options.algorithm);
  const params = completeParams(algorithm, options.params ?? {});
  report.add({ type: 'requested', algorithm: algorithm.name });
  const unmet = unmetNeed(algorithm, statistics);
  if (unmet) throw new UnmetNeedError(algorithm, unmet);
  if (algorithm.memory(sizeOf(context, dataset.matrix), params) > input.memoryLimitBytes) {
    throw new DataError(
      `${algorithm.label} would exceed the memory limit of a training; raise the limit, or choose a smaller model.`,
    );
  }
  if (algorithm.name === 'hybrid') return chooseHybrid(input, params);
  return { spec: singleMemberSpec(algorithm, params), leaderboard: [] };
}
