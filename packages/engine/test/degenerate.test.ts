import { describe, expect, test, vi } from 'vitest';
import { loadArtifact } from '../src/artifact/index.ts';
import { DataError, type Dataset, DatasetBuilder, train } from '../src/training/index.ts';
import { calmHooks, names, optionsOf } from './planted.ts';
import { recommend } from './recommend.ts';

// Trainings in small: on a busy machine they take longer than a unit test may.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

type Fill = (builder: DatasetBuilder) => void;
const event = (userId: string, itemId: string, value?: number) => ({
  userId,
  itemId,
  type: 'view',
  ...(value === undefined ? {} : { value }),
});
const every = (count: number, make: (i: number) => void) => Array.from({ length: count }, (_, i) => make(i));

const cases: Record<string, Fill> = {
  'one user': (b) => void every(30, (i) => b.addInteraction(event('u', `i${i}`))),
  'one item': (b) => void every(30, (u) => b.addInteraction(event(`u${u}`, 'i'))),
  'one interaction': (b) => b.addInteraction(event('u', 'i')),
  'no interaction': (b) => void every(5, (i) => b.addItem({ itemId: `i${i}`, title: `blue thing ${i % 2}` })),
  'one item without anything': (b) => b.addItem({ itemId: 'i' }),
  'all the same pair': (b) => void every(100, () => b.addInteraction(event('u', 'i'))),
  'everybody has seen everything': (b) =>
    void every(30, (u) => every(6, (i) => b.addInteraction(event(`u${u}`, `i${i}`)))),
  'only dislikes': (b) =>
    void every(40, (u) => b.addInteraction({ userId: `u${u % 8}`, itemId: `i${u % 5}`, type: 'dislike' })),
  'purchases that were all returned': (b) =>
    void every(40, (u) => {
      b.addInteraction({ userId: `u${u}`, itemId: `i${u % 5}`, type: 'purchase', value: 3 });
      b.addInteraction({ userId: `u${u}`, itemId: `i${u % 5}`, type: 'purchase', value: -3 });
    }),
  'features that all items share': (b) => {
    every(20, (i) => b.addItem({ itemId: `i${i}`, title: 'same', price: 5, tags: ['x'], custom: { size: 1 } }));
    every(60, (n) => b.addInteraction(event(`u${n % 12}`, `i${(n * 7) % 20}`)));
  },
  'every item its own tags': (b) => {
    every(2000, (i) => b.addItem({ itemId: `i${i}`, tags: Array.from({ length: 10 }, (_, t) => `tag ${i}-${t}`) }));
    every(100, (n) => b.addInteraction(event(`u${n % 25}`, `i${(n * 7) % 40}`)));
  },
  'huge values': (b) => void every(120, (n) => b.addInteraction(event(`u${n % 12}`, `i${(n * 7) % 20}`, 1e30))),
};

describe.each(Object.keys(cases))('%s', (what) => {
  test.each(['auto', ...names] as const)('%s trains to something that answers, or says why not', async (name) => {
    const builder = new DatasetBuilder();
    cases[what](builder);
    const dataset: Dataset = builder.build();
    let artifact: Uint8Array;
    try {
      const result = await train(dataset, optionsOf(name), calmHooks());
      artifact = result.artifact;
      for (const estimate of [...Object.values(result.metrics), ...Object.values(result.baseline.metrics)]) {
        expect([estimate.value, estimate.low, estimate.high].every(Number.isFinite)).toBe(true);
      }
      expect(result.report.length).toBeGreaterThan(1);
    } catch (error) {
      expect(error).toBeInstanceOf(DataError);
      expect(error).toHaveProperty('message', expect.stringMatching(/^[A-Z].{20,}[.]$/));
      expect(['auto', 'popular']).not.toContain(name);
      return;
    }
    const model = loadArtifact(artifact);
    for (const history of [
      [],
      [{ itemId: 'i', type: 'view' }],
      [{ itemId: 'i1', type: 'view' }],
      [{ itemId: 'nowhere', type: 'view' }],
    ]) {
      const seen = new Set(history.map((h) => h.itemId).filter((id) => model.indexOf(id) >= 0));
      const { items } = recommend(model, { history, n: 5, explain: true });
      expect(items).toHaveLength(Math.min(5, model.itemCount - seen.size));
      expect(items.every((item) => Number.isFinite(item.score) && !seen.has(item.itemId))).toBe(true);
    }
  });
});

test('an empty dataset is refused with a sentence', async () => {
  await expect(train(new DatasetBuilder().build(), optionsOf('auto'), calmHooks())).rejects.toThrow(/no items/);
});

test('too few interactions for a collaborative model are refused with their number', async () => {
  const builder = new DatasetBuilder();
  every(3, (i) => builder.addInteraction(event(`u${i}`, `i${i}`)));
  await expect(train(builder.build(), optionsOf('ials'), calmHooks())).rejects.toThrow(
    /needs at least 10 interactions; the dataset has 3/,
  );
});

test('a parameter out of range is refused with its name', async () => {
  const builder = new DatasetBuilder();
  every(60, (n) => builder.addInteraction(event(`u${n % 12}`, `i${(n * 7) % 20}`)));
  const options = { ...optionsOf('ials'), params: { factors: 1e9 } };
  await expect(train(builder.build(), options, calmHooks())).rejects.toThrow(/"factors" must be a whole number from 2/);
});
