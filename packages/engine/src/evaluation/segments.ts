import type { Split } from '../data/split.ts';
import type { Evaluation } from './evaluate.ts';

/** How the model does for a part of the users, beside popularity. */
export interface Slice {
  name: string;
  users: number;
  metrics: Record<string, number>;
  baseline: Record<string, number>;
}

const shown = ['ndcg@10', 'recall@20', 'hit-rate@10'];

/** Slices by length of history, and by how often the held-out item was met. */
export function slicesOf(split: Split, measured: Evaluation, baseline: Evaluation): Slice[] {
  const { train, test } = split;
  const met = new Map<number, number>();
  for (const item of train.indices) met.set(item, (met.get(item) ?? 0) + 1);
  const length = (user: number) => train.indptr[user + 1] - train.indptr[user];
  const rarest = (user: number) => {
    const held = test.indices.subarray(test.indptr[user], test.indptr[user + 1]);
    return Math.min(...Array.from(held, (item) => met.get(item) ?? 0));
  };
  const parts: [string, (user: number) => boolean][] = [
    ['history of 1 to 5 items', (user) => length(user) <= 5],
    ['history of 6 to 20 items', (user) => length(user) > 5 && length(user) <= 20],
    ['history of more than 20 items', (user) => length(user) > 20],
    ['held-out item never met before', (user) => rarest(user) === 0],
    ['held-out item met by 1 to 5 users', (user) => rarest(user) >= 1 && rarest(user) <= 5],
    ['held-out item met by more than 5 users', (user) => rarest(user) > 5],
  ];
  return parts.flatMap(([name, belongs]) => {
    const rows = Array.from(measured.users.keys()).filter((n) => belongs(measured.users[n]));
    if (rows.length === 0) return [];
    return [{ name, users: rows.length, metrics: means(measured, rows), baseline: means(baseline, rows) }];
  });
}

function means({ perUser }: Evaluation, rows: number[]): Record<string, number> {
  return Object.fromEntries(
    shown.map((name) => [name, rows.reduce((sum, n) => sum + perUser[name][n], 0) / rows.length]),
  );
}
