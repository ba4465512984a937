import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { loadArtifact } from '../src/artifact/index.ts';
import { checkTrainable } from '../src/training/eligibility.ts';
import { DataError, DatasetBuilder, train } from '../src/training/index.ts';
import { divideUsers } from '../src/training/search/validation-split.ts';
import { calmHooks, genres, optionsOf, plantedGenres } from './planted.ts';
import { recommend } from './recommend.ts';

vi.setConfig({ testTimeout: 60_000 });

describe('auto', () => {
  test('returns the model that it compared where the time ends before the last fits', async () => {
    let clock = 0;
    const hooks = {
      ...calmHooks(),
      now: () => clock,
      onProgress: ({ stage }: { stage: string }) => {
        if (stage === 'Measuring') clock = 1e9;
      },
    };
    const result = await train(plantedGenres(), optionsOf('auto'), hooks);
    expect(result.report).toContainEqual({ type: 'not-refitted', reason: 'time' });
    expect(result.metrics['ndcg@10'].value).toBeGreaterThan(result.baseline.metrics['ndcg@10'].value);
    const model = loadArtifact(result.artifact);
    genres.forEach((_, g) => {
      const history = [4, 8].map((n) => ({ itemId: `book-${g + n}`, type: 'purchase' }));
      const { items } = recommend(model, { history, n: 5 });
      expect(items.map((item) => Number(item.itemId.slice(5)) % 4)).toEqual([g, g, g, g, g]);
    });
  });

  test('tries the cheapest algorithm without any time, and reports which were skipped', async () => {
    let clock = 0;
    const hooks = { ...calmHooks(), now: () => clock++ };
    const { report, artifact } = await train(plantedGenres(), { ...optionsOf('auto'), budgetSeconds: 1 }, hooks);
    expect(report).toContainEqual(expect.objectContaining({ type: 'skipped', reason: 'time' }));
    const query = { history: [], n: 5 };
    expect(recommend(loadArtifact(artifact), query).items).toHaveLength(5);
  });

  test('keeps a short budget and reports it, however many features the items have', async () => {
    const builder = new DatasetBuilder();
    for (let i = 0; i < 40_000; i++) builder.addItem({ itemId: `i${i}`, title: `thing ${i % 977} of ${i % 331}` });
    for (let n = 0; n < 4000; n++)
      builder.addInteraction({ userId: `u${n % 500}`, itemId: `i${n % 90}`, type: 'view' });
    // Every question costs a tenth of a second: of five seconds hardly any is left for fits.
    let clock = 0;
    const hooks = { ...calmHooks(), now: () => (clock += 100) };
    const { algorithm, report } = await train(builder.build(), { ...optionsOf('auto'), budgetSeconds: 1 }, hooks);
    expect(algorithm).toBe('popular');
    expect(report).toContainEqual({ type: 'skipped', algorithm: 'content', reason: 'time' });
    expect(report.map(({ type }) => type)).not.toContain('not-comparable');
  });

  test('drops algorithms that diverge, reports them, and trains the rest', async () => {
    const dataset = plantedGenres();
    dataset.matrix.values.fill(Number.NaN, 3, 9);
    await expect(train(dataset, optionsOf('ials'), calmHooks())).rejects.toThrow(DataError);
    const { report, artifact } = await train(dataset, optionsOf('auto'), calmHooks());
    expect(report).toContainEqual(expect.objectContaining({ type: 'failed', algorithm: 'ials', settings: 'all' }));
    const query = { history: [], n: 5 };
    expect(recommend(loadArtifact(artifact), query).items).toHaveLength(5);
  });

  test('tries no algorithm that exceeds the memory limit', async () => {
    const options = { ...optionsOf('auto'), memoryLimitBytes: 1 };
    const { algorithm, report } = await train(plantedGenres(), options, calmHooks());
    expect(algorithm).toBe('popular');
    expect(report).toContainEqual({ type: 'skipped', algorithm: 'ease', reason: 'memory' });
    expect(report.map(({ type }) => type)).not.toContain('not-comparable');
  });

  test('confirms on other users than it tuned on, where there are enough', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4500, maxLength: 9000 });
    fc.assert(
      fc.property(sizes, fc.integer(), (testSizes, seed) => {
        const indptr = new Uint32Array(testSizes.length + 1);
        testSizes.forEach((count, user) => {
          indptr[user + 1] = indptr[user] + count;
        });
        const indices = Uint32Array.from({ length: indptr[testSizes.length] }, (_, p) => p);
        const none = { indptr, indices, values: new Float32Array(0), times: indices };
        const { tuning, confirming } = divideUsers({ train: none, test: { indptr, indices }, how: 'random' }, seed);
        const rows = [tuning, confirming].map(({ test: part }) =>
          testSizes.map((_, user) => [...part.indices.subarray(part.indptr[user], part.indptr[user + 1])]),
        );
        const users = testSizes.filter((count) => count > 0).length;
        testSizes.forEach((_, user) => {
          const wanted = [...indices.subarray(indptr[user], indptr[user + 1])];
          const [a, b] = [rows[0][user], rows[1][user]];
          if (users < 4000) expect([a, b]).toEqual([wanted, wanted]);
          else {
            expect([...a, ...b]).toEqual(wanted);
            expect(a.length === 0 || b.length === 0).toBe(true);
          }
        });
      }),
      { numRuns: 4 },
    );
  });
});

test('a dataset with more users or items than a model can hold is refused with a DataError, which no attempt repeats', () => {
  const ids = (length: number) => new Array<string>(length);
  expect(() => checkTrainable({ userIds: ids(2 ** 24 + 1), itemIds: ids(1) })).toThrow(DataError);
  expect(() => checkTrainable({ userIds: ids(1), itemIds: ids(2 ** 24 + 1) })).toThrow(/16,777,217 items/);
  expect(() => checkTrainable({ userIds: ids(2 ** 24), itemIds: ids(2 ** 24) })).not.toThrow();
});
