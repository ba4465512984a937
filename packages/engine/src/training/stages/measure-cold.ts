import type { ColdItems } from '@curio/contracts/training-report';
import { countUsers } from '../../data/item-rankings.ts';
import type { Interactions } from '../../data/records.ts';
import type { ModelSpec } from '../../ensemble/spec.ts';
import { holdOutItems, measureColdItems } from '../../evaluation/measure-cold-items.ts';
import { openScorer } from '../../scoring/scorers/open-scorer.ts';
import { sizeOf } from '../dataset-statistics.ts';
import { fitIfPossible } from '../fit-within-budget.ts';
import { memoryForFits } from '../memory.ts';
import type { TrainingRun } from '../training-run.ts';
import type { Measured } from './measure.ts';
import type { Prepared } from './prepare.ts';

const maxUsers = 1000;

/**
 * Recall of items that are new to the model: the spec is fitted once more, without any interaction of a tenth of the
 * described items. Null for models that do not read item features, and where data, time or memory do not suffice.
 */
export async function measureCold(
  run: TrainingRun,
  { isDescribed, coldItems }: Prepared,
  spec: ModelSpec,
  train: Interactions,
  measured: Measured,
): Promise<ColdItems | null> {
  const { context, budget } = run;
  if (spec.kind !== 'content' && spec.kind !== 'hybrid') return null;
  const timeLeft = budget.reserve(1.2 * measured.fitSeconds);
  if (!timeLeft.allows(1.2 * measured.fitSeconds)) return null;
  const size = sizeOf(context, train);
  const available = memoryForFits(run, 2);
  if (spec.members.some(({ algorithm, params }) => algorithm.memory(size, params) > available)) return null;
  const split = holdOutItems(train, isDescribed, context.seed + 4);
  if (!split) return null;

  const onProgress = (share: number) => run.progress('Measuring', 73 + 4 * share, 'new items');
  const fit = { context, spec, matrix: split.train, signal: context.signal, onProgress };
  const allCold = Uint32Array.from(new Set([...coldItems, ...split.coldItems])).sort();
  const model = await fitIfPossible({ ...fit, coldItems: allCold }, timeLeft);
  if (!model) return null;
  const scorer = openScorer(model.spec, model.arrays, countUsers(split.train, context.items));
  return measureColdItems(scorer, split, { ...measured.options, maxUsers });
}
