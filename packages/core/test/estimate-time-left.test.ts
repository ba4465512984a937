import { describe, expect, it } from 'vitest';
import { createTimeEstimator } from '../src/imports/progress/estimate-time-left.ts';

const everySeconds = 0.5;

interface Series {
  /** Seconds of reading and writing. */
  reading: number;
  writing: number;
  /** Seconds of writing for one of reading, as expected. */
  expected: number;
  /** Share of the file read after this share of the reading. */
  shareAt?(time: number): number;
}

/** The estimates of an import, every half second: the share of the time that is over, and estimated over true seconds left. */
function simulate({ reading, writing, expected, shareAt = (time) => time }: Series) {
  const estimator = createTimeEstimator(expected);
  const total = reading + writing;
  const estimates: { over: number; ratio: number; percent: number }[] = [];
  let wrote = false;
  for (let at = everySeconds; at < total - everySeconds; at += everySeconds) {
    if (at <= reading) estimator.read(at, shareAt(at / reading));
    else if (!wrote) {
      estimator.write(reading);
      wrote = true;
    }
    const left = estimator.left(at);
    if (left === null) continue;
    estimates.push({ over: at / total, ratio: left / (total - at), percent: estimator.percent(at) });
  }
  return estimates;
}

/** Speeds up and down by a fifth, every few seconds, as on a machine with other work. */
const uneven = (time: number) => time + Math.sin(time * 40) / 200;
const slowStart = (time: number) => (time < 0.05 ? time / 2 : 0.025 + ((time - 0.05) * 0.975) / 0.95);

describe('the time left of an import', () => {
  it.each([
    ['even', { reading: 30, writing: 40, expected: 1.3 }],
    ['uneven', { reading: 60, writing: 70, expected: 1.2, shareAt: uneven }],
    ['with a slow start', { reading: 40, writing: 30, expected: 0.75, shareAt: slowStart }],
    ['whose writing is a tenth faster than expected', { reading: 20, writing: 24, expected: 1.32 }],
    ['whose writing is a tenth slower than expected', { reading: 20, writing: 22, expected: 1 }],
    ['without a long writing', { reading: 50, writing: 2, expected: 0.04 }],
  ] satisfies [string, Series][])('%s, is right within 30 percent after a fifth of its time', (_, series) => {
    const later = simulate(series).filter(({ over }) => over >= 0.2 && over <= 0.8);
    expect(later.length).toBeGreaterThan(20);
    for (const { ratio } of later) {
      expect(ratio).toBeGreaterThan(0.7);
      expect(ratio).toBeLessThan(1.3);
    }
  });

  it('is unknown while nothing has been read', () => {
    const estimator = createTimeEstimator(1);
    expect(estimator.left(3)).toBeNull();
    estimator.read(3, 0.001);
    expect(estimator.left(3)).toBeNull();
  });

  it('grows when writing takes longer than expected, and the percentage never falls', () => {
    const estimates = simulate({ reading: 10, writing: 60, expected: 1 });
    const percents = estimates.map(({ percent }) => percent);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(percents.at(-1)).toBeLessThanOrEqual(99);
    for (const { ratio } of estimates) expect(ratio).toBeGreaterThan(0);
  });
});
