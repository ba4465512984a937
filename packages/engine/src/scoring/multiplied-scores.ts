import { topIndices } from '../math/top.ts';
import type { Ranking, RankingInput } from './choose-ranking.ts';
import type { Candidate } from './query.ts';
import { rankedShare, scaleOf } from './score-scale.ts';

/** One factor per item, and as many numbers to compute in. */
export interface Multipliers {
  factors: Float32Array;
  products: Float32Array;
}

/**
 * The best k items by list score × multiplier, over the whole catalogue: the list scores are those of the list of all items
 * without multipliers, first those that the model scores, then the user-independent ranking below them.
 */
export function retrieveMultiplied(
  { catalogue, scorer, scores, excluded }: RankingInput,
  ranking: Ranking,
  k: number,
  { factors, products }: Multipliers,
): Candidate[] {
  const tail = ranking.scored ? catalogue.fallbackRanking : ranking.source;
  // Every item was scored: `chooseRanking` was asked for all.
  const range = ranking.scored && 'range' in ranking ? ranking.range : undefined;
  const { positiveOnly, scaled } = scaleOf(range ?? { low: 0, high: 0 }, scorer, ranking.source);
  const isScored = (item: number) =>
    range !== undefined && (positiveOnly ? scores[item] > 0 : scores[item] > Number.NEGATIVE_INFINITY);
  let lowest = Number.POSITIVE_INFINITY;
  let rest = 0;
  for (let item = 0; item < products.length; item++) {
    if (excluded[item] !== 0) products[item] = Number.NEGATIVE_INFINITY;
    else if (isScored(item)) {
      const score = scaled(scores[item]);
      if (score < lowest) lowest = score;
      products[item] = score * factors[item];
    } else rest++;
  }
  if (rest > 0) {
    const ceiling = lowest < Number.POSITIVE_INFINITY ? lowest : 1;
    const share = rankedShare(catalogue, tail);
    catalogue[tail].forEach((item, place) => {
      if (excluded[item] === 0 && !isScored(item)) products[item] = ceiling * share(item, place) * factors[item];
    });
  }
  return Array.from(topIndices(products, k), (item) => ({
    item,
    itemId: catalogue.itemIds.at(item),
    score: products[item],
    source: isScored(item) ? ranking.source : tail,
  }));
}
