import type { Interactions, ItemRecord } from './records.ts';

/** Rankings that are the same for every user: item indices, best first. */
export interface UserIndependentRankings {
  /** Number of users with positive confidence, by item. */
  userCounts: Uint32Array;
  popular: Uint32Array;
  trending: Uint32Array;
  latest: Uint32Array;
}

/** Number of users with positive confidence, by item. */
export function countUsers(matrix: Interactions, items: number): Uint32Array {
  const counts = new Uint32Array(items);
  for (let p = 0; p < matrix.indices.length; p++) if (matrix.values[p] > 0) counts[matrix.indices[p]]++;
  return counts;
}

/**
 * Popular: by number of users, ties by the newer item. Trending: by Σ 2^((t − newest) / halfLife) over the users, with a
 * half-life of a week, or of an eighth of the time span of the data if that is shorter. Latest: by creation date, else by
 * the first interaction.
 */
export function userIndependentRankings(
  matrix: Interactions,
  records: (ItemRecord | undefined)[],
): UserIndependentRankings {
  const items = records.length;
  const userCounts = countUsers(matrix, items);
  const { first, last } = span(matrix);
  const halfLife = Math.max(3600, Math.min(7 * 86_400, (last - first) / 8));
  const trend = new Float64Array(items);
  const createdAt = new Float64Array(items).fill(Number.POSITIVE_INFINITY);
  for (let p = 0; p < matrix.indices.length; p++) {
    const item = matrix.indices[p];
    const time = matrix.times[p];
    if (time === 0) continue;
    createdAt[item] = Math.min(createdAt[item], time);
    if (matrix.values[p] > 0) trend[item] += 2 ** ((time - last) / halfLife);
  }
  records.forEach((record, item) => {
    if (record?.createdAt !== undefined && Number.isFinite(record.createdAt)) createdAt[item] = record.createdAt;
    if (createdAt[item] === Number.POSITIVE_INFINITY) createdAt[item] = 0;
  });
  const sortedBy = (key: (item: number) => number, then: (item: number) => number) =>
    Uint32Array.from({ length: items }, (_, i) => i).sort((a, b) => key(b) - key(a) || then(b) - then(a) || a - b);
  const popularity = (item: number) => userCounts[item];
  return {
    userCounts,
    popular: sortedBy(popularity, (item) => createdAt[item]),
    trending: sortedBy((item) => trend[item], popularity),
    latest: sortedBy((item) => createdAt[item], popularity),
  };
}

/** First and last known time, in seconds; 0 and 0 when no time is known. */
function span(matrix: Interactions): { first: number; last: number } {
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const time of matrix.times) {
    if (time === 0) continue;
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  return last > 0 ? { first, last } : { first: 0, last: 0 };
}
