import type { Segment } from '@curio/contracts/training-report';
import type { Split } from '../data/split.ts';
import type { Evaluation } from './evaluate.ts';

const shownMetrics = ['ndcg@10', 'recall@20', 'hit-rate@10'];

/** Bounds of the segments, both included. */
const historyLengths: [number, number | null][] = [
  [1, 5],
  [6, 20],
  [21, null],
];
const itemUsers: [number, number | null][] = [
  [0, 0],
  [1, 5],
  [6, null],
];

/** The figures by length of history, and by how many users met the held-out item (the rarest of several); empty ones left out. */
export function segmentUsers(split: Split, items: number, measured: Evaluation, baseline: Evaluation): Segment[] {
  const { train, test } = split;
  const counts = new Uint32Array(items);
  for (const item of train.indices) counts[item]++;
  const historyLength = (user: number) => train.indptr[user + 1] - train.indptr[user];
  const rarestHeldOut = (user: number) => {
    let rarest = Number.POSITIVE_INFINITY;
    for (let p = test.indptr[user]; p < test.indptr[user + 1]; p++) {
      rarest = Math.min(rarest, counts[test.indices[p]]);
    }
    return rarest;
  };
  const segments = (by: Segment['by'], ranges: [number, number | null][], of: (user: number) => number) => {
    const values = Array.from(measured.users, of);
    return ranges.flatMap(([min, max]): Segment[] => {
      const rows = [...values.keys()].filter((n) => values[n] >= min && values[n] <= (max ?? Number.POSITIVE_INFINITY));
      if (rows.length === 0) return [];
      const metrics = means(measured, rows);
      return [{ by, min, max, users: rows.length, metrics, baseline: means(baseline, rows) }];
    });
  };
  return [
    ...segments('history-length', historyLengths, historyLength),
    ...segments('held-out-item-users', itemUsers, rarestHeldOut),
  ];
}

function means({ perUser }: Evaluation, rows: number[]): Record<string, number> {
  return Object.fromEntries(
    shownMetrics.map((name) => [name, rows.reduce((sum, n) => sum + perUser[name][n], 0) / rows.length]),
  );
}
