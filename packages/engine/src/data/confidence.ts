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
  const types = typesOf(rules);
  const scale = rules.ratings;
  let mean = 0;
  if (scale) {
    let sum = 0;
    let count = 0;
    for (const event of events) {
      if (event.value === undefined || !types(event.type).isRating) continue;
      sum += event.value;
      count++;
    }
    mean = shrunkUserMean(scale, sum, count);
  }
  // Columns in place of an object per item: this runs at every request.
  const places = new Map<number, number>();
  const pairs: number[] = [];
  const [counts, ratings, rated, times, orders]: [number[], number[], number[], number[], number[]] = [
    [],
    [],
    [],
    [],
    [],
  ];
  for (let order = 0; order < events.length; order++) {
    const event = events[order];
    const item = itemOf(event);
    if (item < 0) continue;
    let pair = places.get(item);
    if (pair === undefined) {
      pair = pairs.push(item) - 1;
      places.set(item, pair);
      counts.push(0);
      ratings.push(0);
      rated.push(-1);
      times.push(0);
      orders.push(0);
    }
    const { type, time = 0, value } = event;
    const known = types(type);
    const weight = known.weight * decayOf(rules, time);
    if (known.isRating && scale && value !== undefined) {
      // A later rating replaces an earlier one.
      if (time >= rated[pair]) ratings[pair] = weight * ratingConfidence(scale, value, mean);
      if (time > rated[pair]) rated[pair] = time;
    } else counts[pair] += weightedQuantity(weight, known.isRating ? 1 : value);
    if (time > times[pair]) times[pair] = time;
    orders[pair] = order;
  }
  const kept: number[] = [];
  const confidences = new Float64Array(pairs.length);
  for (let pair = 0; pair < pairs.length; pair++) {
    const confidence = confidenceOf(counts[pair], ratings[pair]);
    confidences[pair] = confidence;
    if (Number.isFinite(confidence) && Math.abs(confidence) > minConfidence) kept.push(pair);
  }
  kept.sort((a, b) => times[b] - times[a] || orders[b] - orders[a]);
  const items = new Uint32Array(kept.length);
  const weights = new Float32Array(kept.length);
  for (let n = 0; n < kept.length; n++) {
    items[n] = pairs[kept[n]];
    weights[n] = confidences[kept[n]];
  }
  return { items, weights };
}

interface KnownType {
  weight: number;
  isRating: boolean;
}

/** Types come from the data: more of them than this are looked up each time. */
const maxKnownTypes = 1000;
const knownTypes = new WeakMap<ConfidenceRules, Map<string, KnownType>>();

/** Weight and kind of each interaction type, kept by the rules. */
function typesOf(rules: ConfidenceRules): (type: string) => KnownType {
  let known = knownTypes.get(rules);
  if (!known) {
    known = new Map();
    knownTypes.set(rules, known);
  }
  const types = known;
  return (type) => {
    const found = types.get(type);
    if (found) return found;
    const made = { weight: weightOfType(rules, type), isRating: isRating(type) };
    if (types.size < maxKnownTypes) types.set(type, made);
    return made;
  };
}
