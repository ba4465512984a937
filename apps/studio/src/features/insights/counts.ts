import type { Insight } from '@curio/contracts';

export type Counts = Pick<Insight, 'impressions' | 'clicks' | 'conversions'>;

export const noCounts: Counts = { impressions: 0, clicks: 0, conversions: 0 };

const add = (a: Counts, b: Counts): Counts => ({
  impressions: a.impressions + b.impressions,
  clicks: a.clicks + b.clicks,
  conversions: a.conversions + b.conversions,
});

export const total = (rows: readonly Counts[]): Counts => rows.reduce(add, noCounts);

/** The sums of the rows with the same key. */
export function sumBy<T extends Counts, K>(rows: readonly T[], keyOf: (row: T) => K): Map<K, Counts> {
  const sums = new Map<K, Counts>();
  for (const row of rows) sums.set(keyOf(row), add(sums.get(keyOf(row)) ?? noCounts, row));
  return sums;
}

/** Clicks per impression; null without impressions. */
export const clickThroughRate = ({ clicks, impressions }: Counts): number | null =>
  impressions === 0 ? null : clicks / impressions;
