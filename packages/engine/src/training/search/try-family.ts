import type { AlgorithmDefinition, Params } from '../../algorithms/definition.ts';
import { DataError } from '../../data/errors.ts';
import { objective } from '../../evaluation/leaderboard.ts';
import { sizeOf } from '../dataset-statistics.ts';
import { runTrial } from './run-trial.ts';
import { expectedSeconds, retainedBytes, type SearchState } from './search-state.ts';

/** The winner is fitted twice more, on all but the test part and on everything. */
const fitsOfWinner = 3.5;
/** A first trial leaves time for others, unless there is nothing but baselines yet. */
const fitsOfFirstTrial = 5;

/**
 * Tries an algorithm ("family" of models) with one set of parameters if time and memory allow it. True where it is the
 * family's best trial so far.
 */
export async function tryFamily(state: SearchState, family: AlgorithmDefinition, params: Params): Promise<boolean> {
  const { context, split, budget, report } = state;
  const algorithm = family.name;
  const isFirst = !state.seconds.has(algorithm);
  const skip = (reason: 'time' | 'memory') => {
    if (isFirst) report.add({ type: 'skipped', algorithm, reason });
    return false;
  };
  const hasModels = [...state.best.values()].some(({ algorithm: { kind } }) => kind !== 'baseline');
  const fits = hasModels && isFirst ? fitsOfFirstTrial : fitsOfWinner;
  if (!budget.allows(fits * expectedSeconds(state, family, params))) return skip('time');
  const needed = family.memory(sizeOf(context, split.train), params) + retainedBytes(state.best.values());
  if (needed > state.memoryLimitBytes) return skip('memory');

  const known = state.best.get(algorithm);
  try {
    const trial = await runTrial({
      context,
      algorithm: family,
      params,
      split,
      budget: budget.share(1 / fitsOfWinner),
      evaluation: state.evaluation,
      ...(known ? { known } : {}),
    });
    if (!trial) {
      report.add({ type: 'stopped', algorithm, reason: 'time' });
      state.seconds.set(algorithm, Number.POSITIVE_INFINITY);
      return false;
    }
    state.seconds.set(algorithm, trial.entry.seconds);
    state.leaderboard.push(trial.entry);
    if (known && objective(trial.entry.metrics) <= objective(known.entry.metrics)) return false;
    state.best.set(algorithm, trial);
    return true;
  } catch (error) {
    if (context.signal.aborted || !(error instanceof DataError)) throw error;
    report.add({ type: 'failed', algorithm, settings: known ? 'some' : 'all', detail: error.message });
    return false;
  }
}
