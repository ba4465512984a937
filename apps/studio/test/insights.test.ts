import { describe, expect, it } from 'vitest';
import { daysIn, lastDays, rangeBefore } from '../src/features/charts/days.ts';
import { sumBy, total } from '../src/features/insights/counts.ts';
import { differenceInterval, wilson } from '../src/features/insights/wilson.ts';
import { explanationSentence } from '../src/features/preview/explanation-sentence.ts';

const round = (interval: { low: number; high: number } | null) =>
  interval && [interval.low, interval.high].map((value) => Number(value.toFixed(4)));

describe('intervals of shares', () => {
  it('are those of Newcombe (1998), tables I and II', () => {
    expect(round(wilson(81, 263))).toEqual([0.2553, 0.3662]);
    expect(round(wilson(15, 148))).toEqual([0.0624, 0.1605]);
    expect(round(wilson(0, 20))).toEqual([0, 0.1611]);
    expect(round(wilson(1, 29))).toEqual([0.0061, 0.1718]);
    const [now, before] = [
      { successes: 56, trials: 70 },
      { successes: 48, trials: 80 },
    ];
    expect(round(differenceInterval(now, before))).toEqual([0.0524, 0.3339]);
  });

  it('need trials, and count more clicks than impressions as all', () => {
    expect(wilson(0, 0)).toBeNull();
    expect(differenceInterval({ successes: 1, trials: 2 }, { successes: 0, trials: 0 })).toBeNull();
    expect(wilson(9, 3)?.high).toBe(1);
  });
});

describe('periods and sums', () => {
  it('compare a period with as many days before it, across a month', () => {
    const range = lastDays(7, Date.parse('2026-03-03T23:59:00Z'));
    expect(range).toEqual({ from: '2026-02-25', to: '2026-03-03' });
    expect(rangeBefore(range)).toEqual({ from: '2026-02-18', to: '2026-02-24' });
    expect(daysIn(range)).toHaveLength(7);
    expect(daysIn(range)[4]).toBe('2026-03-01');
  });

  it('add up by key', () => {
    const row = (placement: string, clicks: number) => ({ placement, impressions: 10, clicks, conversions: 1 });
    const rows = [row('home', 1), row('home', 2), row('cart', 5)];
    expect(sumBy(rows, ({ placement }) => placement).get('home')).toEqual({
      impressions: 20,
      clicks: 3,
      conversions: 2,
    });
    expect(total(rows).clicks).toBe(8);
  });
});

describe('why an item is not in a list', () => {
  const base = { rank: null, score: null, removedBy: null, eligible: true };

  it('is said in a sentence', () => {
    expect(explanationSentence({ ...base, rank: 1017, score: 0.4123 }, 'Night').text).toBe(
      '“Night” is at rank 1,017 of the list with a score of 0.412.',
    );
    const filtered = { kind: 'filter', detail: 'price 30 is not ≤ 20' } as const;
    expect(explanationSentence({ ...base, eligible: false, removedBy: filtered }, 'Night')).toEqual({
      listed: false,
      text: '“Night” is left out: price 30 is not ≤ 20',
      fix: 'Change the filter to allow it.',
    });
    const seen = { kind: 'seen', detail: 'The user has interacted with the item' } as const;
    expect(explanationSentence({ ...base, removedBy: seen }, 'Night').text).toBe(
      '“Night” is left out. The user has interacted with the item',
    );
  });
});
