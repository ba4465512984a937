import type { Column } from './column.ts';
import {
  confidenceOf,
  decayOf,
  isRating,
  minConfidence,
  ratingConfidence,
  shrunkUserMean,
  weightedQuantity,
  weightOfType,
} from './confidence.ts';
import type { BuildOptions, ConfidenceRules, Interactions } from './records.ts';

export interface RawRows {
  user: Column<Uint32Array<ArrayBuffer>>;
  item: Column<Uint32Array<ArrayBuffer>>;
  type: Column<Uint8Array<ArrayBuffer>>;
  value: Column<Float32Array<ArrayBuffer>>;
  time: Column<Uint32Array<ArrayBuffer>>;
}

/** Aggregates raw rows to one confidence per (user, item) pair. Empties the columns of `rows` to free their memory. */
export function aggregatePairs(rows: RawRows, types: string[], users: number, options: BuildOptions) {
  const rules = rulesOf(rows, types, options);
  const count = rows.user.length;
  const grouped = groupByUser(rows.user, users);
  rows.user.clear();

  const weights = types.map((type) => weightOfType(rules, type));
  const rating = types.map(isRating);
  const indptr = new Uint32Array(users + 1);
  const indices = new Uint32Array(count);
  const values = new Float32Array(count);
  const times = new Uint32Array(count);
  const keys = new Float64Array(grouped.longest);
  let end = 0;
  for (let u = 0; u < users; u++) {
    const length = grouped.place(u);
    const ownRows = grouped.rows;
    const mean = rules.ratings ? userMean(rows, ownRows, length, rating, rules.ratings) : 0;
    // Sort keys item · length + position: sorting numbers is several times faster than sorting rows with a comparator.
    for (let n = 0; n < length; n++) keys[n] = rows.item.at(ownRows[n]) * length + n;
    keys.subarray(0, length).sort();
    for (let i = 0; i < length; ) {
      const item = Math.floor(keys[i] / length);
      const last = (item + 1) * length;
      let counts = 0;
      let ratings = 0;
      let rated = -1;
      let newest = 0;
      for (; i < length && keys[i] < last; i++) {
        const row = ownRows[keys[i] - item * length];
        const type = rows.type.at(row);
        const value = rows.value.at(row);
        const time = rows.time.at(row);
        newest = Math.max(newest, time);
        const weight = weights[type] * decayOf(rules, time);
        if (!rating[type] || !rules.ratings || Number.isNaN(value)) {
          counts += weightedQuantity(weight, rating[type] ? 1 : value);
        } else if (time >= rated) {
          // A later rating replaces an earlier one.
          ratings = weight * ratingConfidence(rules.ratings, value, mean);
          rated = time;
        }
      }
      const confidence = confidenceOf(counts, ratings);
      if (Math.abs(confidence) <= minConfidence) continue;
      indices[end] = item;
      values[end] = confidence;
      times[end] = newest;
      end++;
    }
    indptr[u + 1] = end;
  }
  for (const column of [rows.item, rows.type, rows.value, rows.time]) column.clear();
  if (end === count) return { matrix: { indptr, indices, values, times }, rules };
  const matrix: Interactions = {
    indptr,
    indices: new Uint32Array(indices.buffer.transfer(4 * end)),
    values: new Float32Array(values.buffer.transfer(4 * end)),
    times: new Uint32Array(times.buffer.transfer(4 * end)),
  };
  return { matrix, rules };
}

interface RowsByUser {
  /** After `place(user)`: the row numbers of that user, in order of arrival. */
  rows: Uint32Array;
  longest: number;
  /** Writes the row numbers of a user to the front of `rows` and returns their count. */
  place(user: number): number;
}

/** A counting sort; skipped when each user's rows are contiguous, as they are when read from the database. */
function groupByUser(column: RawRows['user'], users: number): RowsByUser {
  const counts = new Uint32Array(users);
  const starts = new Uint32Array(users + 1);
  let contiguous = true;
  let before = -1;
  for (let r = 0; r < column.length; r++) {
    const user = column.at(r);
    if (user !== before) {
      if (counts[user] > 0) contiguous = false;
      else starts[user] = r;
      before = user;
    }
    counts[user]++;
  }
  const longest = counts.reduce((most, length) => Math.max(most, length), 0);
  const rows = new Uint32Array(longest);
  if (contiguous) {
    const place = (user: number) => {
      for (let n = 0; n < counts[user]; n++) rows[n] = starts[user] + n;
      return counts[user];
    };
    return { rows, longest, place };
  }
  for (let u = 0, at = 0; u < users; u++) {
    starts[u] = at;
    at += counts[u];
  }
  const order = new Uint32Array(column.length);
  const next = starts.slice(0, users);
  for (let r = 0; r < column.length; r++) order[next[column.at(r)]++] = r;
  const place = (user: number) => {
    rows.set(order.subarray(starts[user], starts[user] + counts[user]));
    return counts[user];
  };
  return { rows, longest, place };
}

/** The configured weights, and the newest time and the range of ratings found in the data. */
function rulesOf(rows: RawRows, types: string[], options: BuildOptions): ConfidenceRules {
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

/** The shrunk mean of one user's ratings. */
function userMean(
  rows: RawRows,
  ownRows: Uint32Array,
  length: number,
  rating: boolean[],
  scale: NonNullable<ConfidenceRules['ratings']>,
): number {
  let sum = 0;
  let count = 0;
  for (let n = 0; n < length; n++) {
    const row = ownRows[n];
    const value = rows.value.at(row);
    if (!rating[rows.type.at(row)] || Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return shrunkUserMean(scale, sum, count);
}
