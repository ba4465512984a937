import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { loadArtifact, type Query, type ServableModel } from '../src/artifact/index.ts';
import { train } from '../src/training/index.ts';
import { calmHooks, optionsOf, plantedGenres } from './planted.ts';

// Trainings in small: on a busy machine they take longer than a unit test may.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const algorithms = ['hybrid', 'ials', 'item-knn', 'content', 'popular', 'trending'] as const;
const models = new Map<string, ServableModel>();
const artifacts = new Map<string, Uint8Array>();
beforeAll(async () => {
  for (const name of algorithms) {
    const { artifact } = await train(plantedGenres(), optionsOf(name), calmHooks());
    artifacts.set(name, artifact);
    models.set(name, loadArtifact(artifact));
  }
});
const modelOf = (name: string): ServableModel => {
  const model = models.get(name);
  if (!model) throw new Error(`There is no model ${name}.`);
  return model;
};

const items = 80;
const queries = fc.record(
  {
    history: fc.array(
      fc.record({ itemId: fc.nat(items - 1).map((i) => `book-${i}`), type: fc.constantFrom('purchase', 'dislike') }),
      { maxLength: 6 },
    ),
    fromItems: fc.array(
      fc.nat(items - 1).map((i) => `book-${i}`),
      { minLength: 1, maxLength: 2 },
    ),
    strategy: fc.constantFrom('personal', 'similar', 'popular', 'trending', 'latest'),
  },
  { requiredKeys: ['history'] },
) as fc.Arbitrary<Query>;
const factor = fc.oneof(fc.constant(1), fc.constant(0), fc.float({ min: 0, max: 5, noNaN: true }));
const factors = fc.array(factor, { minLength: items, maxLength: items }).map((list) => Float32Array.from(list));
const exclusions = fc.record({
  items: fc.array(fc.nat(items - 1), { maxLength: 5 }),
  mask: fc.option(
    fc.array(fc.nat(1), { minLength: items, maxLength: items }).map((bits) => Uint8Array.from(bits)),
    { nil: undefined },
  ),
});

describe.each(algorithms)('%s with multipliers', (name) => {
  test('ranks the whole catalogue by list score × multiplier, ties by index', () => {
    const model = modelOf(name);
    fc.assert(
      fc.property(queries, factors, exclusions, fc.nat(items + 5), (query, multipliers, exclusion, k) => {
        const all = model.retrieve(query, items, exclusion);
        const wanted = all.items
          .map((entry) => ({ ...entry, score: Math.fround(entry.score * multipliers[entry.item]) }))
          .sort((a, b) => b.score - a.score || a.item - b.item)
          .slice(0, k);
        const got = model.retrieve(query, k, exclusion, multipliers);
        expect(got).toEqual({ ...all, items: wanted });
        // Nothing of it reaches the next query.
        expect(model.retrieve(query, items, exclusion)).toEqual(all);
      }),
    );
  });
});

test('masks and multipliers that come again, with other items each time, change no list', () => {
  const model = modelOf('hybrid');
  const fresh = () => loadArtifact(artifacts.get('hybrid') ?? new Uint8Array(0));
  const sets = fc.record({ mask: fc.option(exclusions, { nil: undefined }), multipliers: fc.option(factors) });
  const some = fc.array(fc.tuple(fc.nat(items - 1), factor)).map((entries) => new Map(entries));
  const asked = fc.record({ query: queries, set: fc.nat(6), excluded: fc.array(fc.nat(items - 1)), some });
  fc.assert(
    fc.property(
      fc.array(sets, { minLength: 7, maxLength: 7 }),
      fc.array(asked, { maxLength: 25 }),
      (given, requests) => {
        for (const { query, set, excluded, some: more } of requests) {
          const { mask: exclusion, multipliers } = given[set];
          const exclude = { items: excluded, ...(exclusion?.mask ? { mask: exclusion.mask } : {}) };
          if (!multipliers) {
            expect(model.retrieve(query, 20, exclude)).toEqual(fresh().retrieve(query, 20, exclude));
            continue;
          }
          const all = Float32Array.from(multipliers, (one, item) => one * (more.get(item) ?? 1));
          const got = model.retrieve(query, 20, exclude, multipliers, more);
          expect(got).toEqual(fresh().retrieve(query, 20, exclude, all));
        }
      },
    ),
    { numRuns: 20 },
  );
});

test('a multiplier of 0 moves an item to the end of the list', () => {
  const query = { history: [{ itemId: 'book-0', type: 'purchase' }] };
  const [first] = modelOf('hybrid').retrieve(query, 1, { items: [] }).items;
  const multipliers = new Float32Array(items).fill(1);
  multipliers[first.item] = 0;
  const list = modelOf('hybrid').retrieve(query, items, { items: [] }, multipliers).items;
  expect(list).toHaveLength(items);
  expect(list.slice(-3).map(({ item }) => item)).toContain(first.item);
});

test('a history by item index is the same history, and an index of -1 an unknown item', () => {
  for (const name of algorithms) {
    const model = modelOf(name);
    const ids = ['book-3', 'book-7', 'book-12'];
    const history = ids.map((itemId) => ({ itemId, type: 'purchase' }));
    const byIndex = history.map((event) => ({ ...event, item: model.indexOf(event.itemId) }));
    const wanted = model.retrieve({ history }, 20, { items: [] });
    expect(model.retrieve({ history: byIndex }, 20, { items: [] })).toEqual(wanted);
    const unknown = byIndex.map((event) => ({ ...event, item: -1 }));
    expect(model.retrieve({ history: unknown }, 20, { items: [] }).fallback).toBeDefined();
  }
});

describe('the similarity of two items', () => {
  test('is that of their terms: highest within a genre', () => {
    const model = modelOf('hybrid');
    expect(model.similarityBasis).toBe('content');
    const [a, b, other] = ['book-0', 'book-4', 'book-1'].map((id) => model.indexOf(id));
    expect(model.similarityOf(a, b)).toBeCloseTo(1);
    expect(model.similarityOf(a, other)).toBe(0);
  });

  test('is that of the factors where no item is described', async () => {
    const dataset = plantedGenres();
    dataset.itemRecords.fill(undefined);
    const model = loadArtifact((await train(dataset, optionsOf('ials'), calmHooks())).artifact);
    expect(model.similarityBasis).toBe('factors');
    const [a, b, other] = ['book-0', 'book-4', 'book-1'].map((id) => model.indexOf(id));
    expect(model.similarityOf(a, b)).toBeGreaterThan(0.5);
    expect(model.similarityOf(a, other)).toBeLessThan(0.3);
    fc.assert(
      fc.property(fc.nat(items - 1), fc.nat(items - 1), (x, y) => {
        const similarity = model.similarityOf(x, y);
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1);
        expect(model.similarityOf(y, x)).toBeCloseTo(similarity);
      }),
    );
  });

  test('is 0 where there are neither terms nor factors', async () => {
    const dataset = plantedGenres();
    dataset.itemRecords.fill(undefined);
    const model = loadArtifact((await train(dataset, optionsOf('popular'), calmHooks())).artifact);
    expect(model.similarityBasis).toBe('none');
    expect(model.similarityOf(0, 4)).toBe(0);
  });
});
