import { describe, expect, test, vi } from 'vitest';
import { pairedDifference } from '../src/evaluation/bootstrap.ts';
import { type Incumbent, type TrainResult, train } from '../src/training/index.ts';
import { calmHooks, describedCatalogue, optionsOf } from './planted.ts';

// Trainings in small: on a busy machine they take longer than a unit test may.
vi.setConfig({ testTimeout: 60_000 });

const asIncumbent = ({ algorithm, params, metrics }: TrainResult): Incumbent => {
  return { version: 3, algorithm, params, metrics };
};

describe('the live version beside a new one', () => {
  test('is fitted again on the training part and measured on the same rows and users', async () => {
    const popular = await train(describedCatalogue(), optionsOf('popular'), calmHooks());
    const options = { ...optionsOf('ials'), incumbent: asIncumbent(popular) };
    const { incumbent, baseline, metrics } = await train(describedCatalogue(), options, calmHooks());
    expect(incumbent).toMatchObject({
      version: 3,
      comparedOn: 'refit',
      metrics: { 'ndcg@10': popular.metrics['ndcg@10'] },
    });
    const { value, low, high } = incumbent?.difference?.['ndcg@10'] ?? { value: 0, low: 0, high: 0 };
    expect(value).toBeCloseTo(metrics['ndcg@10'].value - popular.metrics['ndcg@10'].value, 6);
    expect(low).toBeGreaterThan(0);
    expect(high).toBeGreaterThan(value);
    expect(baseline.difference).toEqual(incumbent?.difference);
  });

  test('has a difference of zero where algorithm and parameters are the same', async () => {
    const hybrid = await train(describedCatalogue(), optionsOf('hybrid'), calmHooks());
    const options = { ...optionsOf('hybrid'), incumbent: asIncumbent(hybrid) };
    const { incumbent } = await train(describedCatalogue(), options, calmHooks());
    expect(incumbent).toMatchObject({ comparedOn: 'refit', metrics: hybrid.metrics });
    for (const difference of Object.values(incumbent?.difference ?? {})) {
      expect(difference).toEqual({ value: 0, low: 0, high: 0 });
    }
  });

  test('that is an ensemble is fitted again from its stored parameters', async () => {
    const hybrid = await train(describedCatalogue(), optionsOf('hybrid'), calmHooks());
    const stored = JSON.parse(JSON.stringify(asIncumbent(hybrid))) as Incumbent;
    const options = { ...optionsOf('popular'), incumbent: stored };
    const { incumbent } = await train(describedCatalogue(), options, calmHooks());
    expect(incumbent).toMatchObject({ comparedOn: 'refit', metrics: hybrid.metrics });
    expect(incumbent?.difference?.['ndcg@10']?.high).toBeLessThan(0);
  });

  test.each([
    ['time', { budgetSeconds: 0 }, {}],
    ['memory', { memoryLimitBytes: (200 << 20) + 60_000 }, { algorithm: 'ncf', params: { dimensions: 128 } }],
    ['data', {}, { algorithm: 'unknown' }],
    ['data', {}, { params: { factors: -1 } }],
  ])(
    'that cannot be fitted for lack of %s is shown by its own metrics, without a difference',
    async (reason, limit, its) => {
      const metrics = { 'ndcg@10': { value: 0.5, low: 0.4, high: 0.6 } };
      const live = { version: 3, algorithm: 'ials', params: {}, metrics, ...its };
      const options = { ...optionsOf('popular'), ...limit, incumbent: live };
      const { incumbent, report } = await train(describedCatalogue(60, 40), options, calmHooks());
      expect(incumbent).toEqual({ version: 3, comparedOn: 'stored', metrics });
      expect(report).toContainEqual({ type: 'incumbent-not-refitted', version: 3, reason });
    },
  );
});

test('the paired interval is narrow where a user is hard for both models', () => {
  const theirs = Float32Array.from({ length: 200 }, (_, n) => (n % 10) / 10);
  const ours = theirs.map((value, n) => value + (n % 2 ? 0.02 : 0.04));
  const { 'ndcg@10': difference } = pairedDifference(
    { 'ndcg@10': ours, 'recall@20': ours },
    { 'ndcg@10': theirs, 'recall@20': theirs },
    { seed: 1, resamples: 200 },
  );
  expect(difference.value).toBeCloseTo(0.03, 5);
  expect(difference.low).toBeGreaterThan(0.02);
  expect(difference.high).toBeLessThan(0.04);
});
