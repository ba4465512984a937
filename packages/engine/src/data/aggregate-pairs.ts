import type { BuildOptions } from './builder.ts';
import type { Column } from './column.ts';
import {
  confidenceOf,
  countOf,
  decayOf,
  isRating,
  meanOfRatings,
  negligible,
  weightOfType,
  worthOfRating,
} from './confidence.ts';
import type { Interactions, SignalRules } from './records.ts';

export interface RawRows {
  user: Column<Uint32Array<ArrayBuffer>>;
  item: Column<Uint32Array<ArrayBuffer>>;
  type: Column<Uint8Array<ArrayBuffer>>;
  value: Column<Float32Array<ArrayBuffer>>;
  time: Column<Uint32Array<ArrayBuffer>>;
}

/** Raw rows to one confidence per pair: grouped by user, then one user after another. */
export function netPairs(rows: RawRows, types: string[], users: number, options: BuildOptions) {
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
    const mine = grouped.rows;
    const mean = rules.ratings ? userMean(rows, mine, length, rating, rules.ratings) : 0;
    // Numbers sort several times faster than rows by a comparison: the item, then the place among the user's rows.
    for (let n = 0; n < length; n++) keys[n] = rows.item.at(mine[n]) * length + n;
    keys.subarray(0, length).sort();
    for (let i = 0; i < length; ) {
      const item = Math.floor(keys[i] / length);
      const last = (item + 1) * length;
      let counts = 0;
      let ratings = 0;
      let rated = -1;
      let newest = 0;
      for (; i < length && keys[i] < last; i++) {
        const row = mine[keys[i] - item * length];
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

interface Grouped {
  /** The row numbers of the user that was placed last, in the order in which they came. */
  rows: Uint32Array;
  longest: number;
  /** Writes a user's row numbers to the front of `rows` and returns how many there are. */
  place(user: number): number;
}

/** A counting sort, which rows that come user by user, as the product reads them, do not need. */
function groupByUser(column: RawRows['user'], users: number): Grouped {
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
  length: number,
  rating: boolean[],
  scale: NonNullable<SignalRules['ratings']>,
): number {
  let sum = 0;
  let count = 0;
  for (let n = 0; n < length; n++) {
    const row = mine[n];
    const value = rows.value.at(row);
    if (!rating[rows.type.at(row)] || Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return meanOfRatings(scale, sum, count);
}
