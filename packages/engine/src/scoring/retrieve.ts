import { topIndices } from '../math/top.ts';
import { chooseRanking, type Ranking, type RankingInput } from './choose-ranking.ts';
import type { Candidate, Candidates, Exclusion, UserIndependentRanking } from './query.ts';

/** The input of a retrieval. `excluded` is all 0 before and after it. */
export type RetrievalInput = RankingInput & { exclusion: Exclusion };

/**
 * The best `k` items without the excluded ones: first those that the model scores, then, so that no list is shorter
 * than it must be, the catalogue's user-independent ranking.
 */
export function retrieve(input: RetrievalInput, k: number): Candidates {
  const { exclusion, excluded } = input;
  if (exclusion.mask) excluded.set(exclusion.mask);
  for (const item of exclusion.items) excluded[item] = 1;
  try {
    const ranking = chooseRanking(input, k);
    const items = ranking.scored ? scoredItems(input, ranking, k) : [];
    if (items.length < k) appendRanked(items, input, ranking.scored ? undefined : ranking.source, k);
    const fallback = ranking.scored ? undefined : ranking.fallback;
    return fallback ? { items, fallback } : { items };
  } finally {
    if (exclusion.mask) excluded.fill(0);
    else for (const item of exclusion.items) excluded[item] = 0;
  }
}

function scoredItems(input: RetrievalInput, ranking: Ranking & { scored: true }, k: number): Candidate[] {
  const { catalogue, scorer } = input;
  const { source } = ranking;
  // Where 0 means that nothing is known about an item, only items above it were found by the model.
  const positiveOnly = scorer?.zeroIsUnknown === true || source === 'similar';
  const top = 'top' in ranking ? ranking.top : topOf(input, k);
  const high = 'top' in ranking ? top.scores[0] : ranking.range.high;
  let low = 'top' in ranking ? 0 : ranking.range.low;
  if (positiveOnly) low = Math.max(0, low);
  const items: Candidate[] = [];
  for (let n = 0; n < top.items.length && n < k; n++) {
    const score = top.scores[n];
    if (positiveOnly && score <= 0) break;
    const item = top.items[n];
    const scaled = high > low ? Math.max(0, score - low) / (high - low) : 1;
    items.push({ item, itemId: catalogue.itemIds[item], score: scaled, source });
  }
  return items;
}

/** The best k by `scores`, which lose the excluded items: a long history would otherwise fill the list. */
function topOf({ scores, excluded, exclusion }: RetrievalInput, k: number) {
  if (exclusion.mask) {
    for (let item = 0; item < scores.length; item++) if (excluded[item] !== 0) scores[item] = Number.NEGATIVE_INFINITY;
  } else for (const item of exclusion.items) scores[item] = Number.NEGATIVE_INFINITY;
  const items = topIndices(scores, k);
  return { items, scores: Float32Array.from(items, (item) => scores[item]) };
}

/** Fills the list up to k from a user-independent ranking, with scores that go on falling from the last one. */
function appendRanked(
  items: Candidate[],
  { catalogue, excluded }: RetrievalInput,
  requested: UserIndependentRanking | undefined,
  k: number,
): void {
  const source = requested ?? catalogue.fallbackRanking;
  const ranking = catalogue[source];
  const listed = new Set(items.map(({ item }) => item));
  const ceiling = items.at(-1)?.score ?? 1;
  const mostUsers = Math.max(1, catalogue.userCounts[catalogue.popular[0]] ?? 0);
  for (let place = 0; place < ranking.length && items.length < k; place++) {
    const item = ranking[place];
    if (excluded[item] !== 0 || listed.has(item)) continue;
    const share = source === 'popular' ? catalogue.userCounts[item] / mostUsers : 1 - place / ranking.length;
    items.push({ item, itemId: catalogue.itemIds[item], score: ceiling * share, source });
  }
}
