import type { SignalRules } from './records.ts';

/**
 * What an event of a type is worth where the owner says nothing; a type that is not named here is worth 1.
 * Impressions say what we showed, not what somebody wanted: they carry no weight.
 */
const usualWeights: Record<string, number> = {
  impression: 0,
  view: 0.3,
  click: 0.3,
  wishlist: 0.8,
  add_to_cart: 0.6,
  cart: 0.6,
  return: -1,
  refund: -1,
  dislike: -1,
  hide: -1,
};

const ratingTypes = new Set(['rating', 'rate', 'rated', 'review', 'stars', 'score']);

/** The pieces that an event counts for. A return of -3 and a return of 3 are the same return. */
export function countOf(weight: number, value: number | undefined): number {
  const pieces = value ?? 1;
  return weight < 0 ? weight * Math.abs(pieces) : weight * pieces;
}

export const isRating = (type: string): boolean => ratingTypes.has(type.toLowerCase());

export function weightOfType(rules: Pick<SignalRules, 'typeWeights'>, type: string): number {
  return rules.typeWeights[type] ?? usualWeights[type.toLowerCase().replaceAll('-', '_')] ?? 1;
}

export function decayOf(rules: SignalRules, time: number): number {
  if (rules.halfLifeDays <= 0 || time <= 0) return 1;
  return 2 ** (-Math.max(0, rules.referenceTime - time) / 86_400 / rules.halfLifeDays);
}

/**
 * The worth of a rating. It is centred on the user's own mean, pulled towards everybody's mean as if five more ratings
 * had been that: at the mean it is worth 1, above it up to 2, below it less (never under 0.2). Below both the user's
 * mean and the middle of the scale it is a dislike: negative, half as strong.
 */
export function worthOfRating(scale: NonNullable<SignalRules['ratings']>, value: number, userMean: number): number {
  const half = (scale.high - scale.low) / 2;
  if (half <= 0) return 1;
  const offset = (value - userMean) / half;
  if (value < scale.low + half && offset < 0) return Math.max(-1, offset) / 2;
  return Math.min(2, Math.max(0.2, 1 + offset));
}

export const meanOfRatings = (scale: NonNullable<SignalRules['ratings']>, sum: number, count: number): number =>
  (sum + 5 * scale.mean) / (count + 5);

/**
 * Many events of one user with one item are one confidence: quantities and views add up (a return takes away) and are
 * then damped by log2(1 + x), so that a wholesaler's 600 pieces are not 600 shoppers' wishes. Ratings add their worth.
 */
export const confidenceOf = (counts: number, ratings: number): number =>
  Math.sign(counts) * Math.log2(1 + Math.abs(counts)) + ratings;

/** A net below this is nothing: a purchase that was returned. */
export const negligible = 1e-4;

export interface Event {
  type: string;
  value?: number;
  time?: number;
}

/** The confidence of each item of one history, in the order in which the items were last met, newest first. */
export function weighHistory<T extends Event>(
  rules: SignalRules,
  events: readonly T[],
  itemOf: (event: T) => number,
): { items: Uint32Array; weights: Float32Array } {
  let sum = 0;
  let count = 0;
  for (const event of events) {
    if (!isRating(event.type) || event.value === undefined) continue;
    sum += event.value;
    count++;
  }
  // Events are of few types, and this runs at every request.
  const weights = new Map<string, number>();
  const weightOf = (type: string) => {
    const known = weights.get(type);
    if (known !== undefined) return known;
    const weight = weightOfType(rules, type);
    weights.set(type, weight);
    return weight;
  };
  const scale = rules.ratings;
  const mean = scale ? meanOfRatings(scale, sum, count) : 0;
  const pairs = new Map<number, { counts: number; ratings: number; rated: number; time: number; order: number }>();
  events.forEach((event, order) => {
    const item = itemOf(event);
    if (item < 0) return;
    const pair = pairs.get(item) ?? { counts: 0, ratings: 0, rated: -1, time: 0, order: 0 };
    const weight = weightOf(event.type) * decayOf(rules, event.time ?? 0);
    if (isRating(event.type) && scale && event.value !== undefined) {
      // The later one of two ratings stands.
      if ((event.time ?? 0) >= pair.rated) pair.ratings = weight * worthOfRating(scale, event.value, mean);
      pair.rated = Math.max(pair.rated, event.time ?? 0);
    } else pair.counts += countOf(weight, isRating(event.type) ? 1 : event.value);
    pair.time = Math.max(pair.time, event.time ?? 0);
    pair.order = order;
    pairs.set(item, pair);
  });
  const kept = [...pairs]
    .map(([item, pair]) => ({ item, ...pair, weight: confidenceOf(pair.counts, pair.ratings) }))
    .filter((pair) => Number.isFinite(pair.weight) && Math.abs(pair.weight) > negligible)
    .sort((a, b) => b.time - a.time || b.order - a.order);
  return { items: Uint32Array.from(kept, (k) => k.item), weights: Float32Array.from(kept, (k) => k.weight) };
}
