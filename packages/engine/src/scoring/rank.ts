import { topIndices } from '../math/top.ts';
import type { Query, Recommendation, Recommendations, Source } from './query.ts';
import type { History, Scorer } from './scorer.ts';

/** What a model knows of the catalogue apart from anybody's taste. Orders are item indices, best first. */
export interface Catalogue {
  itemIds: string[];
  index: Map<string, number>;
  userCounts: Uint32Array;
  popular: Uint32Array;
  trending: Uint32Array;
  latest: Uint32Array;
  /** The order that stands in where there is no taste to go by. */
  usual: 'popular' | 'trending' | 'latest';
}

export interface RankInput {
  query: Query;
  history: History;
  /** The known ones of `query.fromItems`. */
  from: number[];
  catalogue: Catalogue;
  /** Undefined where the model knows one order for everybody alone. */
  scorer: Scorer | undefined;
  /** One per item; overwritten. */
  scores: Float32Array;
  /** One per item, all 0, and left so. */
  excluded: Uint8Array;
}

/**
 * One list of the whole catalogue for a query, cut to [offset, offset + n): first what the model scores, then, so that
 * no list is shorter than it must be, the popular items.
 */
export function rank(input: RankInput): Recommendations {
  const blocked = blockedItems(input);
  for (const index of blocked) input.excluded[index] = 1;
  try {
    return rankCandidates(input, blocked);
  } finally {
    for (const index of blocked) input.excluded[index] = 0;
  }
}

function rankCandidates(input: RankInput, blocked: ReadonlySet<number>): Recommendations {
  const { query, catalogue } = input;
  const plan = choose(input);
  const allowed = query.allowed;
  const wanted = query.offset + query.n;
  const items: Recommendation[] = [];
  let position = 0;
  let floor = 1;
  const taken = new Set<number>();
  const take = (index: number, score: number, source: Source): boolean => {
    if (blocked.has(index) || taken.has(index)) return false;
    const itemId = catalogue.itemIds[index];
    if (allowed && !allowed(itemId)) return false;
    taken.add(index);
    floor = score;
    if (position++ >= query.offset) items.push({ itemId, score, source });
    return position >= wanted;
  };
  const fallback = plan.fallback ? { fallback: plan.fallback } : {};
  if (wanted <= 0 || query.n <= 0) return { items, ...fallback };

  if (plan.scored && takeScored(input, plan, blocked, take)) return { items, ...fallback };
  const source = plan.scored ? catalogue.usual : plan.source;
  const order = catalogue[source];
  const ceiling = floor;
  const most = Math.max(1, catalogue.userCounts[catalogue.popular[0]] ?? 0);
  for (let i = 0; i < order.length; i++) {
    const share = source === 'popular' ? catalogue.userCounts[order[i]] / most : 1 - i / order.length;
    if (take(order[i], ceiling * share, source)) break;
  }
  return { items, ...fallback };
}

/** Scored: `best` finds the ranking, or else `scores` holds it. Otherwise one of the catalogue's orders is the list. */
type Plan =
  | { scored: true; source: 'personal' | 'similar'; best?: Best; range?: Range; fallback?: string }
  | { scored: false; source: 'popular' | 'trending' | 'latest'; fallback?: string };

const usualItems = { popular: 'popular items', trending: 'trending items', latest: 'the newest items' };
const knownAlone = { popular: 'popularity', trending: 'what is trending', latest: 'what is new' };

type Best = (k: number) => { items: Uint32Array; scores: Float32Array };

interface Range {
  low: number;
  high: number;
}

function choose(input: RankInput): Plan {
  const { query, history, from, catalogue, scorer, scores, excluded } = input;
  const asked = query.strategy;
  if (asked === 'popular' || asked === 'trending' || asked === 'latest') return { source: asked, scored: false };
  const names = query.fromItems ?? [];
  const orderAlone = `This model knows ${knownAlone[catalogue.usual]} alone`;
  const instead = (why: string): Plan => ({
    source: catalogue.usual,
    scored: false,
    fallback: `${why}, so these are ${usualItems[catalogue.usual]}`,
  });
  if (asked !== 'personal' && names.length > 0) {
    if (from.length === 0) return instead(names.length > 1 ? 'None of the items is known' : 'The item is not known');
    if (scorer && likeness(scorer, from, asked === 'similar' ? empty : history, scores, excluded)) {
      const range = rangeOf(scores);
      if (!isFlat(range)) return { source: 'similar', scored: true, range };
    }
    return instead(scorer ? 'Too little is known about the item' : orderAlone);
  }
  if (asked === 'similar' && history.items.length > 0 && scorer?.similar(history.items[0], scores, excluded)) {
    return { source: 'similar', scored: true, range: rangeOf(scores) };
  }
  const fieldsCount = scorer?.readsUser === true && query.user !== undefined;
  if (query.history.length === 0 && !fieldsCount) return instead('Nothing is known about this user yet');
  if (history.items.length === 0 && !fieldsCount) return instead('The model knows none of the items in this history');
  if (!scorer) return instead(orderAlone);
  const best = bestOf(input);
  if (best) return { source: 'personal', scored: true, best };
  scorer.score(history, scores, excluded);
  const range = rangeOf(scores);
  if (isFlat(range)) return instead('This history says too little');
  return { source: 'personal', scored: true, range };
}

/** A model that finds its best items without the scores of all does, where any of them is better than nothing. */
function bestOf({ query, scorer, history, excluded }: RankInput): Best | undefined {
  if (!scorer?.best) return undefined;
  const best: Best = (k) => scorer.best?.(history, k, excluded) ?? nothing;
  const wanted = Math.max(1, query.offset + query.n);
  const first = best(wanted);
  return first.scores[0] > 0 ? (k) => (k === wanted ? first : best(k)) : undefined;
}

const nothing = { items: new Uint32Array(0), scores: new Float32Array(0) };

const empty: History = { items: new Uint32Array(0), weights: new Float32Array(0) };

/** Likeness to the items and, where there is a history, half as loudly what suits it. */
function likeness(
  scorer: Scorer,
  from: number[],
  history: History,
  scores: Float32Array,
  excluded: Uint8Array,
): boolean {
  if (from.length === 1 && history.items.length === 0) {
    const known = scorer.similar(from[0], scores, excluded);
    scores[from[0]] = 0;
    return known;
  }
  const one = new Float32Array(scores.length);
  const sum = new Float32Array(scores.length);
  let known = false;
  const add = (loudness: number) => {
    let most = 0;
    for (const score of one) most = Math.max(most, Math.abs(score));
    if (most > 0) for (let i = 0; i < sum.length; i++) sum[i] += (loudness * one[i]) / most;
  };
  for (const item of from) {
    if (!scorer.similar(item, one, excluded)) continue;
    one[item] = 0;
    add(1);
    known = true;
  }
  if (known && history.items.length > 0) {
    scorer.score(history, one, excluded);
    add(from.length / 2);
  }
  scores.set(sum);
  return known;
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

function blockedItems({ query, history, from, catalogue }: RankInput): Set<number> {
  const blocked = new Set<number>(from);
  if (query.excludeSeen) {
    // By id, not by weight: an event that weighs nothing (an impression aside) was still met.
    for (const event of query.history) {
      const index = catalogue.index.get(event.itemId);
      if (index !== undefined && event.type !== 'impression') blocked.add(index);
    }
    for (const item of history.items) blocked.add(item);
  }
  for (const id of query.exclude ?? []) {
    const index = catalogue.index.get(id);
    if (index !== undefined) blocked.add(index);
  }
  return blocked;
}

/** Hands the scored items over, best first, a few at first and four times as many each time a filter eats them up. */
function takeScored(
  { query, scores, scorer }: RankInput,
  { source, best, range }: Plan & { scored: true },
  blocked: ReadonlySet<number>,
  take: (index: number, score: number, source: Source) => boolean,
): boolean {
  // Where silence is 0, only what is above it was found by the model.
  const silent = scorer?.silent === true || source === 'similar';
  let { low, high } = range ?? { low: 0, high: 0 };
  if (silent) low = Math.max(0, low);
  // Out of the race before it begins: a long history would otherwise fill the list that is cut.
  if (!best) for (const index of blocked) scores[index] = Number.NEGATIVE_INFINITY;
  let done = 0;
  for (let k = query.offset + query.n; ; k *= 4) {
    const top = best ? best(k) : rankedOf(scores, k);
    if (best) high = top.scores[0];
    for (; done < top.items.length; done++) {
      const score = top.scores[done];
      if (silent && score <= 0) return false;
      if (take(top.items[done], high > low ? Math.max(0, score - low) / (high - low) : 1, source)) return true;
    }
    if (top.items.length >= scores.length || top.items.length < k) return false;
  }
}

function rankedOf(scores: Float32Array, k: number): { items: Uint32Array; scores: Float32Array } {
  const items = topIndices(scores, k);
  return { items, scores: Float32Array.from(items, (item) => scores[item]) };
}
