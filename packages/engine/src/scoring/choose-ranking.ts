import type { Catalogue } from './catalogue.ts';
import type { Fallback, FallbackReason, Query, UserIndependentRanking } from './query.ts';
import { emptyHistory, type History, type ItemFactors, type MultipliedBest, type Scorer } from './scorer.ts';
import { similarity } from './similarity.ts';

/** A query with its ids resolved, and the arrays that its ranking is computed in. */
export interface RankingInput {
  query: Query;
  history: History;
  /** Events of the query, including those of items that the model does not have. */
  events: number;
  /** Indices of the known ones of `query.fromItems`. */
  from: readonly number[];
  catalogue: Catalogue;
  /** Undefined where the model has one ranking for every user. */
  scorer: Scorer | undefined;
  /** One per item; overwritten. */
  scores: Float32Array;
  /** One byte per item, 1 = excluded. */
  excluded: Uint8Array;
}

/** The best items by score, best first. */
export interface TopItems {
  items: Uint32Array;
  scores: Float32Array;
}

export interface Range {
  low: number;
  high: number;
}

/**
 * How the list is made. Scored: `top` has the best items, or else `scores` of the input holds the score of every item,
 * in `range`. Otherwise a user-independent ranking is the list.
 */
export type Ranking =
  | { scored: true; source: 'personal' | 'similar'; top: TopItems; highest?: number }
  | { scored: true; source: 'personal' | 'similar'; range: Range }
  | { scored: true; source: 'personal'; multiplied: MultipliedBest }
  | { scored: false; source: UserIndependentRanking; fallback?: Fallback };

/**
 * Ranks by what the query asks for, or says why a user-independent ranking stands in. `k` items will be retrieved. With
 * `factors`, a scored ranking has the items among which the best by the products are, or the score of every item.
 */
export function chooseRanking(input: RankingInput, k: number, factors?: ItemFactors): Ranking {
  const { query, history, events, from, catalogue, scorer, scores, excluded } = input;
  const { strategy } = query;
  if (strategy === 'popular' || strategy === 'trending' || strategy === 'latest') {
    return { scored: false, source: strategy };
  }
  const ranking = catalogue.fallbackRanking;
  const fallback = (reason: FallbackReason): Ranking => ({
    scored: false,
    source: ranking,
    fallback: { reason, ranking },
  });
  const reasonOf = (reason: FallbackReason) => fallback(scorer ? reason : 'model-has-one-ranking');

  if (strategy !== 'personal' && (query.fromItems?.length ?? 0) > 0) {
    if (from.length === 0) return fallback('item-unknown');
    const personal = strategy === 'similar' ? emptyHistory : history;
    if (!factors && from.length === 1 && personal.items.length === 0) {
      const best = scorer?.bestSimilar?.(from[0], Math.max(1, k), excluded);
      // The item itself has a score of 0, as in `similarity`: nothing above that is one more reason to look at all of them.
      if (best && !isFlat({ low: 0, high: best.highest })) {
        return { scored: true, source: 'similar', top: best, highest: best.highest };
      }
    }
    if (scorer && similarity(scorer, from, personal, scores, excluded)) {
      const range = rangeOf(scores);
      if (!isFlat(range)) return { scored: true, source: 'similar', range };
    }
    return reasonOf('item-without-signal');
  }
  if (strategy === 'similar' && history.items.length > 0 && scorer?.similar(history.items[0], scores, excluded)) {
    return { scored: true, source: 'similar', range: rangeOf(scores) };
  }
  const readsFields = scorer?.readsUser === true && query.user !== undefined;
  if (events === 0 && !readsFields) return fallback('history-missing');
  if (history.items.length === 0 && !readsFields) return fallback('history-unknown');
  if (!scorer) return fallback('model-has-one-ranking');
  // Some scorers find the best items without scoring all of them; a best score of 0 means that none has any signal.
  const top = factors ? undefined : scorer.best?.(history, Math.max(1, k), excluded);
  const low = scorer.lowest ?? 0;
  if (top && top.scores[0] > low) return { scored: true, source: 'personal', top };
  const multiplied = factors && scorer.bestMultiplied?.(history, Math.max(1, k), excluded, factors);
  if (multiplied && endsAbove0(multiplied, low, k, factors)) return { scored: true, source: 'personal', multiplied };
  scorer.score(history, scores, excluded);
  if (factors && scorer.best) {
    // The scale of the lists of `best`.
    const high = highest(scores, excluded);
    if (high > low) return { scored: true, source: 'personal', range: { low, high } };
  }
  const range = rangeOf(scores);
  return isFlat(range) ? fallback('history-without-signal') : { scored: true, source: 'personal', range };
}

/** Whether k of the products are above 0: below, every item that is not excluded belongs to the list, by its index. */
function endsAbove0({ items, scores }: MultipliedBest, low: number, k: number, { factors }: ItemFactors): boolean {
  let count = 0;
  for (let n = 0; n < items.length; n++) if (scores[n] > low && factors[items[n]] > 0) count++;
  return count >= k;
}

function highest(scores: Float32Array, excluded: Uint8Array): number {
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) if (excluded[i] === 0 && scores[i] > high) high = scores[i];
  return high;
}

function rangeOf(scores: Float32Array): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i];
    if (score < low) low = score;
    if (score > high) high = score;
  }
  return { low, high };
}

const isFlat = ({ low, high }: Range): boolean => !(high - low > 1e-9 * Math.max(1e-3, Math.abs(high)));
