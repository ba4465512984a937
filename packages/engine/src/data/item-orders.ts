import type { Interactions, ItemRecord } from './records.ts';

export interface Orders {
  /** How many users met each item and did not dislike it. */
  userCounts: Uint32Array;
  /** Item indices, best first. */
  popular: Uint32Array;
  trending: Uint32Array;
  latest: Uint32Array;
}

export function countUsers(matrix: Interactions, items: number): Uint32Array {
  const counts = new Uint32Array(items);
  for (let p = 0; p < matrix.indices.length; p++) if (matrix.values[p] > 0) counts[matrix.indices[p]]++;
  return counts;
}

/**
 * The three orders that need no taste. Trending: users counted with a weight that halves every week, or every eighth of the
 * data's span where that is shorter. Latest: by the item's own date, else by when it was first met.
 */
export function orderItems(matrix: Interactions, records: (ItemRecord | undefined)[]): Orders {
  const items = records.length;
  const userCounts = countUsers(matrix, items);
  const { first, last } = span(matrix);
  const halfLife = Math.max(3600, Math.min(7 * 86_400, (last - first) / 8));
  const trend = new Float64Array(items);
  const born = new Float64Array(items).fill(Number.POSITIVE_INFINITY);
  for (let p = 0; p < matrix.indices.length; p++) {
    const item = matrix.indices[p];
    const time = matrix.times[p];
    if (time === 0) continue;
    born[item] = Math.min(born[item], time);
    if (matrix.values[p] > 0) trend[item] += 2 ** ((time - last) / halfLife);
  }
  records.forEach((record, item) => {
    if (record?.createdAt !== undefined && Number.isFinite(record.createdAt)) born[item] = record.createdAt;
    if (born[item] === Number.POSITIVE_INFINITY) born[item] = 0;
  });
  const by = (key: (item: number) => number, then: (item: number) => number) =>
    Uint32Array.from({ length: items }, (_, i) => i).sort((a, b) => key(b) - key(a) || then(b) - then(a) || a - b);
  const popularity = (item: number) => userCounts[item];
  return {
    userCounts,
    popular: by(popularity, (item) => born[item]),
    trending: by((item) => trend[item], popularity),
    latest: by((item) => born[item], popularity),
  };
}

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
