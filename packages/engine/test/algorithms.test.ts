import { describe, expect, test, vi } from 'vitest';
import { loadArtifact, type ServableModel } from '../src/serve/index.ts';
import { algorithms, type Dataset, DatasetBuilder, train } from '../src/train.ts';
import { calmHooks, checkerboard, genres, names, oneHit, optionsOf, plantedGenres } from './planted.ts';

// Trainings in small: on a busy machine they take longer than a unit test may.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const historyOf = (dataset: Dataset, userId: string) => {
  const user = dataset.userIds.indexOf(userId);
  const { indptr, indices } = dataset.matrix;
  return Array.from(indices.subarray(indptr[user], indptr[user + 1]), (item) => ({
    itemId: dataset.itemIds[item],
    type: 'view',
  }));
};

const ask = (model: ServableModel, history: { itemId: string; type: string }[], n = 5) =>
  model.recommend({ history, n, offset: 0, excludeSeen: true, explain: true, now: 1_700_000_000 });

const learning = algorithms.filter((algorithm) => algorithm.kind !== 'baseline').map((algorithm) => algorithm.name);

describe.each(learning)('%s', (name) => {
  test('keeps two communities apart, for known and for unknown users', async () => {
    const dataset = checkerboard();
    const result = await train(dataset, optionsOf(name), calmHooks());
    const model = loadArtifact(result.artifact);
    expect(result.metrics['ndcg@10'].value).toBeGreaterThan(result.baseline.metrics['ndcg@10'].value);
    for (const [userId, parity] of [
      ['u0', 0],
      ['u1', 1],
      ['u33', 1],
    ] as const) {
      const history = historyOf(dataset, userId);
      // Of the community's twenty a few are left unmet; the model must find exactly these.
      const { items, fallback } = ask(model, history, 20 - history.length);
      expect(items.map((item) => Number(item.itemId.slice(1)) % 2)).toEqual(items.map(() => parity));
      expect(fallback).toBeUndefined();
      expect(items.every((item) => item.source === 'personal' && (item.reasons?.length ?? 0) > 0)).toBe(true);
    }
    const newcomer = ask(model, [{ itemId: 'i4', type: 'view' }], 5);
    expect(newcomer.items.every((item) => Number(item.itemId.slice(1)) % 2 === 0)).toBe(true);
  });

  test('recommends of the genre that somebody reads', async () => {
    const dataset = plantedGenres();
    const { artifact } = await train(dataset, optionsOf(name), calmHooks());
    const model = loadArtifact(artifact);
    genres.forEach((genre, g) => {
      const { items } = ask(model, historyOf(dataset, `reader-${g}`), 5);
      expect(items.map((item) => genres[Number(item.itemId.slice(5)) % 4])).toEqual(items.map(() => genre));
      const similar = model.recommend({
        history: [],
        fromItems: [`book-${g}`],
        n: 5,
        offset: 0,
        excludeSeen: true,
        explain: false,
        now: 0,
      });
      expect(similar.items.every((item) => Number(item.itemId.slice(5)) % 4 === g && item.source === 'similar')).toBe(
        true,
      );
    });
  });

  test('is the same for the same seed, byte by byte', async () => {
    const first = await train(plantedGenres(), optionsOf(name), calmHooks());
    const second = await train(plantedGenres(), { ...optionsOf(name), threads: 1 }, calmHooks());
    expect(Buffer.compare(first.artifact, second.artifact)).toBe(0);
    expect(second.metrics).toEqual(first.metrics);
  });
});

describe.each(names)('%s', (name) => {
  test('says how far it is, only forward, up to 100', async () => {
    const seen: number[] = [];
    const hooks = { ...calmHooks(), onProgress: ({ percent }: { percent: number }) => void seen.push(percent) };
    await train(plantedGenres(), optionsOf(name), hooks);
    expect(new Set(seen).size).toBeGreaterThan(3);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(100);
  });

  test('stops when aborted, with the reason given', async () => {
    const controller = new AbortController();
    const hooks = {
      ...calmHooks(),
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    };
    await expect(train(plantedGenres(), optionsOf(name), hooks)).rejects.toThrow('enough');
  });

  test('refuses a value that is no number', () => {
    const builder = new DatasetBuilder();
    const bad = { userId: 'u', itemId: 'i', type: 'rating', value: Number.NaN };
    expect(() => builder.addInteraction(bad)).toThrow(/finite/);
  });

  test('never hides the hit from one who has not met it', async () => {
    const { artifact } = await train(withTitles(oneHit()), optionsOf(name), calmHooks());
    const { items } = ask(loadArtifact(artifact), [], 3);
    expect(items[0].itemId).toBe('hit');
    expect(items[0].source).toBe(name === 'trending' || name === 'latest' ? name : 'popular');
  });
});

/** The hybrid and the content model want something to read. */
function withTitles(dataset: Dataset): Dataset {
  dataset.itemRecords = dataset.itemIds.map((itemId, i) => ({
    itemId,
    title: `thing ${i % 5}`,
    tags: [`tag ${i % 3}`],
  }));
  return dataset;
}

test('the two towers learn from what is known of a user beside the history', async () => {
  const dataset = plantedGenres();
  dataset.userRecords = dataset.userIds.map((userId) => ({
    userId,
    custom: { club: genres[Number(userId.slice(7)) % 4] },
  }));
  const { artifact } = await train(dataset, optionsOf('two-tower'), calmHooks());
  const model = loadArtifact(artifact);
  const query = { history: [], n: 5, offset: 0, excludeSeen: true, explain: true, now: 0 };
  genres.forEach((club, g) => {
    const { items, fallback } = model.recommend({ ...query, user: { club } });
    expect(fallback).toBeUndefined();
    expect(items.map((item) => Number(item.itemId.slice(5)) % 4)).toEqual([g, g, g, g, g]);
  });
  expect(model.recommend({ ...query, user: { club: 'unheard of' } }).fallback).toMatch(/popular/);
});
