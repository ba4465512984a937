import { objective } from '../../evaluation/leaderboard.ts';
import { patternSearch } from './pattern-search.ts';
import { expectedSeconds, rankTrials, type SearchState } from './search-state.ts';
import { tryFamily } from './try-family.ts';
import { untunableParams } from './tunable-params.ts';

/** Changes that a family may propose in a round. */
const proposalsPerRound = 6;
/** The share of the budget for tuning; the rest is for blending and the last fits. */
const tuningShare = 0.3;
/** A round with a smaller relative gain is the last. */
const minRelativeGain = 0.004;

/**
 * Successive halving (Jamieson and Talwalkar 2016, "Non-stochastic Best Arm Identification and Hyperparameter
 * Optimization") over the families that were tried: in each round every family left tries a few changes of its
 * parameters, then the better half goes on, until a round gains nothing or the time is up.
 */
export async function successiveHalving(state: SearchState): Promise<void> {
  const tuning = state.budget.share(tuningShare);
  const untunable = untunableParams(state);
  const searches = new Map(
    [...state.best].map(([name, { algorithm }]) => {
      return [name, patternSearch(algorithm, () => state.best.get(name)?.params ?? {}, untunable)] as const;
    }),
  );
  let keep = searches.size;
  for (let round = 0; searches.size > 0 && !tuning.isSpent; round++) {
    keep = Math.max(1, Math.ceil(keep / 2));
    const [leader] = rankTrials(state);
    if (!leader) return;
    const before = objective(leader.entry.metrics);
    // Quick ones first: they gain the most per second, and the slow ones get the rest of the time.
    const quickFirst = rankTrials(state)
      .slice(0, keep)
      .sort((a, b) => (state.seconds.get(a.algorithm.name) ?? 0) - (state.seconds.get(b.algorithm.name) ?? 0));
    for (const { algorithm } of quickFirst) {
      const search = searches.get(algorithm.name);
      let next = search?.next(false);
      for (let n = 0; search && next && n < proposalsPerRound && !tuning.isSpent; n++) {
        if (next.done) {
          searches.delete(algorithm.name);
          break;
        }
        state.onProgress(0.4 + 0.4 * tuning.elapsedShare, `tuning ${algorithm.label}`);
        // A proposal that would end too late is skipped; a cheaper one may follow.
        const fits = tuning.allows(expectedSeconds(state, algorithm, next.value));
        next = search.next(fits && (await tryFamily(state, algorithm, next.value)));
      }
    }
    const leaders = rankTrials(state).slice(0, keep);
    const [first] = leaders;
    if (!first || !leaders.some(({ algorithm }) => searches.has(algorithm.name))) return;
    if (round > 1 && objective(first.entry.metrics) < before * (1 + minRelativeGain)) return;
  }
}
