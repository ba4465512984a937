import type { ConfidenceRules } from './records.ts';

/**
 * Weights of interaction types for which the project configures none; other types have weight 1. Impressions have weight 0:
 * they record what was shown, not a choice of the user.
 */
const defaultTypeWeights: Record<string, number> = {
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

/** weight · quantity (1 if absent). Negative types use the magnitude: a return of −3 and a return of 3 are the same. */
export function weightedQuantity(weight: number, value: number | undefined): number {
  const pieces = value ?? 1;
  return weight < 0 ? weight * Math.abs(pieces) : weight * pieces;
}

/** Whether the value of this type is a rating, as opposed to a quantity. */
export const isRating = (type: string): boolean => ratingTypes.has(type.toLowerCase());

export function weightOfType(rules: Pick<ConfidenceRules, 'typeWeights'>, type: string): number {
  return rules.typeWeights[type] ?? defaultTypeWeights[type.toLowerCase().replaceAll('-', '_')] ?? 1;
}

/** Exponential decay by age at the newest interaction of the data; 1 when decay is off or the time is unknown. */
export function decayOf(rules: ConfidenceRules, time: number): number {
  if (rules.halfLifeDays <= 0 || time <= 0) return 1;
  return 2 ** (-Math.max(0, rules.referenceTime - time) / 86_400 / rules.halfLifeDays);
}

/**
 * Confidence of a rating: 1 + (value − userMean) / halfRange, between 0.2 and 2, so that the user's mean gives 1. A rating
 * below both the user's mean and the middle of the scale is negative: half of its offset, at least −0.5.
 */
export function ratingConfidence(
  scale: NonNullable<ConfidenceRules['ratings']>,
  value: number,
  userMean: number,
): number {
  const half = (scale.high - scale.low) / 2;
  if (half <= 0) return 1;
  const offset = (value - userMean) / half;
  if (value < scale.low + half && offset < 0) return Math.max(-1, offset) / 2;
  return Math.min(2, Math.max(0.2, 1 + offset));
}

/** The user's mean rating, shrunk towards the global mean as if the user had given five more ratings of that value. */
export const shrunkUserMean = (scale: NonNullable<ConfidenceRules['ratings']>, sum: number, count: number): number =>
  (sum + 5 * scale.mean) / (count + 5);

/**
 * Confidence of a pair from all its interactions: the weighted quantities are summed (returns subtract) and damped by
 * sign(x) · log2(1 + |x|), so that one order of 600 pieces has less weight than 600 orders; the rating's confidence is added.
 */
export const confidenceOf = (counts: number, ratings: number): number =>
  Math.sign(counts) * Math.log2(1 + Math.abs(counts)) + ratings;

/** Pairs with a smaller magnitude are dropped: a purchase that was returned. */
export const minConfidence = 1e-4;

export interface Event {
  type: string;
  value?: number;
  time?: number;
}

/**
 * Confidence by item of one history, sorted by the last interaction, newest first; ties by the later position in `events`.
 * The same computation as in training (aggregate-pairs.ts).
 */
export function weighHistory<T extends Event>(
  rules: ConfidenceRules,
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
  // Cached by type: this runs at every request, and histories have few types.
  const weights = new Map<string, number>();
  const weightOf = (type: string) => {
    const known = weights.get(type);
    if (known !== undefined) return known;
    const weight = weightOfType(rules, type);
    weights.set(type, weight);
    return weight;
  };
  const scale = rules.ratings;
  const mean = scale ? shrunkUserMean(scale, sum, count) : 0;
  const pairs = new Map<number, { counts: number; ratings: number; rated: number; time: number; order: number }>();
  events.forEach((event, order) => {
    const item = itemOf(event);
    if (item < 0) return;
    const pair = pairs.get(item) ?? { counts: 0, ratings: 0, rated: -1, time: 0, order: 0 };
    const weight = weightOf(event.type) * decayOf(rules, event.time ?? 0);
    if (isRating(event.type) && scale && event.value !== undefined) {
      // A later rating replaces an earlier one.
      if ((event.time ?? 0) >= pair.rated) pair.ratings = weight * ratingConfidence(scale, event.value, mean);
      pair.rated = Math.max(pair.rated, event.time ?? 0);
    } else pair.counts += weightedQuantity(weight, isRating(event.type) ? 1 : event.value);
    pair.time = Math.max(pair.time, event.time ?? 0);
    pair.order = order;
    pairs.set(item, pair);
  });
  const kept = [...pairs]
    .map(([item, pair]) => ({ item, ...pair, weight: confidenceOf(pair.counts, pair.ratings) }))
    .filter((pair) => Number.isFinite(pair.weight) && Math.abs(pair.weight) > minConfidence)
    .sort((a, b) => b.time - a.time || b.order - a.order);
  return { items: Uint32Array.from(kept, (k) => k.item), weights: Float32Array.from(kept, (k) => k.weight) };
}
