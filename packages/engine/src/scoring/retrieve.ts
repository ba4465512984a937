import { topIndices } from '../math/top.ts';
import { chooseRanking, type Range, type Ranking, type RankingInput } from './choose-ranking.ts';
import { type Multipliers, retrieveMultiplied } from './multiplied-scores.ts';
import type { Candidate, Candidates, Exclusion, UserIndependentRanking } from './query.ts';
import { rankedShare, scaleOf } from './score-scale.ts';
import type { Scorer } from './scorer.ts';

/** The input of a retrieval. `excluded` has the exclusion's mask, or else zeros, before and after it. */
export type RetrievalInput = RankingInput & { exclusion: Exclusion };

/**
 * The best `k` items without the excluded ones: first those that the model scores, then, so that no list is shorter
 * than it must be, the catalogue's user-independent ranking. With multipliers the whole list is ranked by the products.
 */
export function retrieve(input: RetrievalInput, k: number, multipliers?: Multipliers): Candidates {
  const { exclusion, excluded } = input;
  const added = exclusion.items.filter((item) => {
    if (excluded[item] !== 0) return false;
    excluded[item] = 1;
    return true;
  });
  try {
    const ranking = chooseRanking(input, k, multipliers);
    let items: Candidate[];
    if (multipliers) items = retrieveMultiplied(input, ranking, k, multipliers);
    else {
      items = ranking.scored && !('multiplied' in ranking) ? scoredItems(input, ranking, k) : [];
      if (items.length < k) appendRanked(items, input, ranking.scored ? undefined : ranking.source, k);
    }
    const fallback = ranking.scored ? undefined : ranking.fallback;
    return fallback ? { items, fallback } : { items };
  } finally {
    for (const item of added) excluded[item] = 0;
  }
}

function scoredItems(
  input: RetrievalInput,
  ranking: Exclude<Ranking & { scored: true }, { multiplied: unknown }>,
  k: number,
): Candidate[] {
  const { catalogue, scorer } = input;
  const { source } = ranking;
  const top = 'top' in ranking ? ranking.top : topOf(input, k);
  const range = 'top' in ranking ? rangeOfTop(ranking, scorer) : ranking.range;
  const { positiveOnly, scaled } = scaleOf(range, scorer, source);
  const items: Candidate[] = [];
  for (let n = 0; n < top.items.length && n < k; n++) {
    const score = top.scores[n];
    if (positiveOnly && score <= 0) break;
    const item = top.items[n];
    items.push({ item, itemId: catalogue.itemIds.at(item), score: scaled(score), source });
  }
  return items;
}

function rangeOfTop(ranking: Extract<Ranking, { top: unknown }>, scorer: Scorer | undefined): Range {
  const { source, top, highest = top.scores[0] } = ranking;
  return { low: source === 'similar' ? 0 : (scorer?.lowest ?? 0), high: highest };
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
  const share = rankedShare(catalogue, source);
  for (let place = 0; place < ranking.length && items.length < k; place++) {
    const item = ranking[place];
    if (excluded[item] !== 0 || listed.has(item)) continue;
    items.push({ item, itemId: catalogue.itemIds.at(item), score: ceiling * share(item, place), source });
  }
}
