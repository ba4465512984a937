import type { IncumbentComparison } from '@curio/contracts/training-report';
import { DataError } from '../../data/errors.ts';
import { countUsers } from '../../data/item-rankings.ts';
import type { Interactions } from '../../data/records.ts';
import type { Split } from '../../data/split.ts';
import { type ModelSpec, specFromParams, specParams } from '../../ensemble/spec.ts';
import { pairedDifference } from '../../evaluation/bootstrap.ts';
import { evaluate } from '../../evaluation/evaluate.ts';
import { openScorer } from '../../scoring/scorers/open-scorer.ts';
import { type DatasetStatistics, sizeOf } from '../dataset-statistics.ts';
import { unmetNeed } from '../eligibility.ts';
import { fitIfPossible } from '../fit-within-budget.ts';
import { memoryForFits } from '../memory.ts';
import type { Incumbent } from '../options.ts';
import type { TrainingRun } from '../training-run.ts';
import type { Measured } from './measure.ts';

/**
 * The live version on the same held-out rows and users: its algorithm and parameters fitted on the same training part
 * (options.ts, Incumbent, says why not its artifact). Where data, time or memory do not allow that, its stored metrics,
 * without a difference: they come from other held-out rows. Undefined where there is no live version.
 */
export async function compareIncumbent(
  run: TrainingRun,
  statistics: DatasetStatistics,
  spec: ModelSpec,
  split: Split,
  measured: Measured,
): Promise<IncumbentComparison | undefined> {
  const { context, budget, report } = run;
  const { incumbent } = run.options;
  if (!incumbent) return undefined;
  const { version, metrics } = incumbent;
  const stored = (reason: 'time' | 'memory' | 'data' | 'failed'): IncumbentComparison => {
    report.add({ type: 'incumbent-not-refitted', version, reason });
    return { version, comparedOn: 'stored', metrics };
  };
  const theirs = readSpec(incumbent);
  if (!theirs || theirs.members.some(({ algorithm }) => unmetNeed(algorithm, statistics))) return stored('data');
  const compared = (evaluation: Measured['evaluation']): IncumbentComparison => ({
    version,
    comparedOn: 'refit',
    metrics: evaluation.metrics,
    difference: pairedDifference(measured.evaluation.perUser, evaluation.perUser, measured.options),
  });
  if (isSameSpec(theirs, spec)) return compared(measured.evaluation);

  const size = sizeOf(context, split.train);
  const available = memoryForFits(run, 1);
  if (theirs.members.some(({ algorithm, params }) => algorithm.memory(size, params) > available)) {
    return stored('memory');
  }
  const onProgress = (share: number) => run.progress('Measuring', 70 + 3 * share, 'the live version');
  const fit = { context, spec: theirs, matrix: split.train, signal: context.signal, onProgress };
  const timeLeft = budget.reserve(1.2 * measured.fitSeconds);
  const expected = incumbentSeconds(run, split.train);
  const elapsed = budget.stopwatch();
  const model = await fitIfPossible(fit, timeLeft, expected);
  if (!model) return stored(timeLeft.isSpent || elapsed() === 0 || !timeLeft.allows(expected) ? 'time' : 'failed');
  const scorer = openScorer(model.spec, model.arrays, countUsers(split.train, context.items));
  return compared(await evaluate(scorer, split.train, split.test, measured.options));
}

/** The estimated seconds of the refit; 0 where there is none. */
export function incumbentSeconds({ context, options }: TrainingRun, matrix: Interactions): number {
  const spec = options.incumbent && readSpec(options.incumbent);
  if (!spec) return 0;
  const size = sizeOf(context, matrix);
  return spec.members.reduce((sum, { algorithm, params }) => sum + algorithm.seconds(size, params), 0);
}

function readSpec({ algorithm, params }: Incumbent): ModelSpec | undefined {
  try {
    return specFromParams(algorithm, params);
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}

const isSameSpec = (a: ModelSpec, b: ModelSpec): boolean =>
  a.name === b.name && JSON.stringify(specParams(a)) === JSON.stringify(specParams(b));
