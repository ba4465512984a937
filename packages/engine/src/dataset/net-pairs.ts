import type { Interactions, SignalRules } from '../contract.ts';
import {
  confidenceOf,
  countOf,
  decayOf,
  isRating,
  meanOfRatings,
  negligible,
  weightOfType,
  worthOfRating,
} from '../signal.ts';
import type { BuildOptions } from './builder.ts';
import type { Column } from './column.ts';

export interface RawRows {
  user: Column<Uint32Array>;
  item: Column<Uint32Array>;
  type: Column<Uint8Array>;
  value: Column<Float32Array>;
  time: Column<Uint32Array>;
}

/** Raw rows to one confidence per pair: grouped by user with a counting sort, then one user after another. */
export function netPairs(rows: RawRows, types: string[], users: number, options: BuildOptions) {
  const rules = rulesOf(rows, types, options);
  const count = rows.user.length;
  const starts = new Uint32Array(users + 1);
  for (let r = 0; r < count; r++) starts[rows.user.at(r) + 1]++;
  for (let u = 0; u < users; u++) starts[u + 1] += starts[u];
  const order = new Uint32Array(count);
  const next = starts.slice(0, users);
  for (let r = 0; r < count; r++) order[next[rows.user.at(r)]++] = r;
  rows.user.clear();

  const weights = types.map((type) => weightOfType(rules, type));
  const rating = types.map(isRating);
  const matrix: Interactions = {
    indptr: new Uint32Array(users + 1),
    indices: new Uint32Array(count),
    values: new Float32Array(count),
    times: new Uint32Array(count),
  };
  let end = 0;
  for (let u = 0; u < users; u++) {
    const mine = order.subarray(starts[u], starts[u + 1]);
    const mean = rules.ratings ? userMean(rows, mine, rating, rules.ratings) : 0;
    // Numbers sort several times faster than rows by a comparison: the item, then the place among the user's rows.
    const keys = Float64Array.from(mine, (row, n) => rows.item.at(row) * mine.length + n).sort();
    for (let i = 0; i < keys.length; ) {
      const item = Math.floor(keys[i] / mine.length);
      let counts = 0;
      let ratings = 0;
      let rated = -1;
      let newest = 0;
      for (; i < keys.length && Math.floor(keys[i] / mine.length) === item; i++) {
        const row = mine[keys[i] % mine.length];
        const type = rows.type.at(row);
        const value = rows.value.at(row);
        const time = rows.time.at(row);
        newest = Math.max(newest, time);
        const weight = weights[type] * decayOf(rules, time);
        if (!rating[type] || !rules.ratings || Number.isNaN(value)) {
          counts += countOf(weight, rating[type] ? 1 : value);
        } else if (time >= rated) {
          // Somebody who rates twice has changed their mind: the later one stands.
          ratings = weight * worthOfRating(rules.ratings, value, mean);
          rated = time;
        }
      }
      const confidence = confidenceOf(counts, ratings);
      if (Math.abs(confidence) <= negligible) continue;
      matrix.indices[end] = item;
      matrix.values[end] = confidence;
      matrix.times[end] = newest;
      end++;
    }
    matrix.indptr[u + 1] = end;
  }
  for (const column of [rows.item, rows.type, rows.value, rows.time]) column.clear();
  if (end < count) {
    matrix.indices = matrix.indices.slice(0, end);
    matrix.values = matrix.values.slice(0, end);
    matrix.times = matrix.times.slice(0, end);
  }
  return { matrix, rules };
}

function rulesOf(rows: RawRows, types: string[], options: BuildOptions): SignalRules {
  const rating = types.map(isRating);
  let referenceTime = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let rated = 0;
  for (let r = 0; r < rows.time.length; r++) {
    referenceTime = Math.max(referenceTime, rows.time.at(r));
    const value = rows.value.at(r);
    if (!rating[rows.type.at(r)] || Number.isNaN(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
    rated++;
  }
  return {
    typeWeights: { ...options.typeWeights },
    halfLifeDays: options.halfLifeDays ?? 0,
    referenceTime,
    ratings: rated > 0 ? { low, high, mean: sum / rated } : null,
  };
}

function userMean(
  rows: RawRows,
  mine: Uint32Array,
  rating: boolean[],
  scale: NonNullable<SignalRules['ratings']>,
): number {
  let sum = 0;
  let count = 0;
  for (const row of mine) {
    const value = rows.value.at(row);
    if (!rating[rows.type.at(row)] || Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return meanOfRatings(scale, sum, count);
}
