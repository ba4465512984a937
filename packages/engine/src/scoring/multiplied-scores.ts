import { topIndices } from '../math/top.ts';
import type { Ranking, RankingInput } from './choose-ranking.ts';
import type { Candidate } from './query.ts';
import { rankedShare, type ScoreScale, scaleOf } from './score-scale.ts';
import type { ItemFactors, MultipliedBest } from './scorer.ts';

/** The factors, and as many numbers to compute in. */
export interface Multipliers extends ItemFactors {
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
  if ('multiplied' in ranking) return bestOf(ranking.multiplied, { catalogue, scorer, factors }, k);
  const tail = ranking.scored ? catalogue.fallbackRanking : ranking.source;
  // Every item was scored: `chooseRanking` was asked for all.
  const range = ranking.scored && 'range' in ranking ? ranking.range : undefined;
  const scale = scaleOf(range ?? { low: 0, high: 0 }, scorer, ranking.source);
  /** A higher score is that of an item that the model found. */
  const unknown = range === undefined ? Number.POSITIVE_INFINITY : scale.positiveOnly ? 0 : Number.NEGATIVE_INFINITY;
  const lowest = multiplyScored({ scores, excluded, factors, products, unknown, scale });
  if (lowest !== 'all') {
    const share = rankedShare(catalogue, tail);
    catalogue[tail].forEach((item, place) => {
      if (excluded[item] === 0 && !(scores[item] > unknown))
        products[item] = lowest * share(item, place) * factors[item];
    });
  }
  return Array.from(topIndices(products, k), (item) => ({
    item,
    itemId: catalogue.itemIds.at(item),
    score: products[item],
    source: scores[item] > unknown ? ranking.source : tail,
  }));
}

/** The best k of some items by the products. */
function bestOf(
  { items, scores, highest }: MultipliedBest,
  { catalogue, scorer, factors }: Pick<RankingInput, 'catalogue' | 'scorer'> & Pick<Multipliers, 'factors'>,
  k: number,
): Candidate[] {
  const { scaled } = scaleOf({ low: scorer?.lowest ?? 0, high: highest }, scorer, 'personal');
  return Array.from(items, (item, n) => ({ item, score: Math.fround(scaled(scores[n]) * factors[item]) }))
    .sort((a, b) => b.score - a.score || a.item - b.item)
    .slice(0, k)
    .map(({ item, score }) => ({ item, itemId: catalogue.itemIds.at(item), score, source: 'personal' }));
}

interface Scored extends Pick<Multipliers, 'factors' | 'products'> {
  scores: Float32Array;
  excluded: Uint8Array;
  unknown: number;
  scale: ScoreScale;
}

/**
 * Fills the products of the scored items, -Infinity for the excluded ones. Returns 'all' where no item is left, else the lowest
 * score of the list that the others continue: 1 where none is scored. One loop without calls, since it runs over the catalogue.
 */
function multiplyScored({ scores, excluded, factors, products, unknown, scale }: Scored): number | 'all' {
  const { low, width } = scale;
  let lowest = Number.POSITIVE_INFINITY;
  let rest = 0;
  for (let item = 0; item < products.length; item++) {
    const score = scores[item];
    if (excluded[item] !== 0) products[item] = Number.NEGATIVE_INFINITY;
    else if (score > unknown) {
      const scaled = width > 0 ? (score > low ? (score - low) / width : 0) : 1;
      if (scaled < lowest) lowest = scaled;
      products[item] = scaled * factors[item];
    } else rest++;
  }
  if (rest === 0) return 'all';
  return lowest < Number.POSITIVE_INFINITY ? lowest : 1;
}
