import { beforeAll, describe, expect, test } from 'vitest';
import { decodeArtifact, encodeArtifact } from '../src/artifact/format.ts';
import { loadArtifact, type ServableModel } from '../src/artifact/index.ts';
import { type Backend, openTensors, tf } from '../src/tensor/tensor.ts';
import { algorithms, DataError, type Dataset, train } from '../src/training/index.ts';
import { calmHooks, checkerboard, genres, oneHit, optionsOf, plantedGenres } from './planted.ts';
import { recommend } from './recommend.ts';
import { signalsSuite } from './signals-suite.ts';

const historyOf = (dataset: Dataset, userId: string) => {
  const user = dataset.userIds.indexOf(userId);
  const { indptr, indices } = dataset.matrix;
  return Array.from(indices.subarray(indptr[user], indptr[user + 1]), (item) => ({
    itemId: dataset.itemIds[item],
    type: 'view',
  }));
};

const query = { history: [], n: 5, explain: true };

const ask = (model: ServableModel, history: { itemId: string; type: string }[], n = 5) =>
  recommend(model, { ...query, history, n });

const genreOf = (item: { itemId: string }) => genres[Number(item.itemId.slice(5)) % 4];

/**
 * What every algorithm must do, on data with known answers, on one backend of the tensor library. A process has one
 * backend, so each file that calls this is for one.
 */
export function algorithmSuite(names: readonly string[], backend: Backend): void {
  const learning = algorithms.filter(({ kind, name }) => kind !== 'baseline' && names.includes(name));

  beforeAll(async () => {
    expect(await openTensors(backend === 'cpu')).toBe(backend);
  });

  describe.each(learning.map(({ name }) => name))(`%s (${backend})`, (name) => {
    test('keeps two communities apart, for trained and for new users', async () => {
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
      const forNewUser = ask(model, [{ itemId: 'i4', type: 'view' }], 5);
      expect(forNewUser.items.every((item) => Number(item.itemId.slice(1)) % 2 === 0)).toBe(true);
    });

    test('recommends of the genre that somebody reads, from bytes that TensorFlow.js reads too', async () => {
      const dataset = plantedGenres();
      const { artifact, backend: used, report } = await train(dataset, optionsOf(name), calmHooks());
      expect([backend, 'kernels']).toContain(used);
      expect(report).toContainEqual({ type: 'tensors', backend: used, detail: null });
      const model = loadArtifact(artifact);
      genres.forEach((genre, g) => {
        const { items } = ask(model, historyOf(dataset, `reader-${g}`));
        expect(items.map(genreOf)).toEqual(items.map(() => genre));
        const similar = recommend(model, { ...query, fromItems: [`book-${g}`], explain: false });
        expect(similar.items.map(genreOf)).toEqual(items.map(() => genre));
        expect(similar.items.every((item) => item.source === 'similar')).toBe(true);
      });
      expectTensors(artifact);
    });

    test('is the same for the same seed, byte by byte, on one thread or two', async () => {
      const first = await train(plantedGenres(), optionsOf(name), calmHooks());
      const second = await train(plantedGenres(), { ...optionsOf(name), threads: 1 }, calmHooks());
      expect(Buffer.compare(first.artifact, second.artifact)).toBe(0);
      expect(second.metrics).toEqual(first.metrics);
    });
  });

  describe.each(names)(`%s (${backend})`, (name) => {
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

    test('never hands out a model with numbers that are none', async () => {
      const dataset = checkerboard();
      dataset.matrix.values.fill(Number.NaN, 3, 9);
      try {
        const { artifact } = await train(dataset, optionsOf(name), calmHooks());
        for (const array of decodeArtifact(artifact).arrays.values()) {
          if (array.dtype === 'float32') expect(array.data.every(Number.isFinite)).toBe(true);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
      }
    });

    test('recommends the most popular item to a user without it in the history', async () => {
      const { artifact } = await train(withTitles(oneHit()), optionsOf(name), calmHooks());
      const { items } = ask(loadArtifact(artifact), [], 3);
      expect(items[0].itemId).toBe('hit');
      expect(items[0].source).toBe(name === 'trending' || name === 'latest' ? name : 'popular');
    });
  });

  signalsSuite(learning, backend);
}

/** The artifact is written again to the same bytes, and its weights are what `tf.io.decodeWeights` reads out of it. */
function expectTensors(artifact: Uint8Array): void {
  const { manifest, arrays } = decodeArtifact(artifact);
  const { weights, ...head } = manifest;
  expect(Buffer.compare(encodeArtifact(head, arrays), artifact)).toBe(0);
  const start = 20 + new DataView(artifact.buffer, artifact.byteOffset).getUint32(12, true);
  const tensors = tf.io.decodeWeights(artifact.slice(start).buffer, weights);
  for (const { name, dtype, shape } of weights) {
    expect(tensors[name].shape).toEqual(shape);
    if (dtype === 'string' || name.startsWith('padding/')) continue;
    expect(Array.from(tensors[name].dataSync(), Number)).toEqual(Array.from(arrays.get(name)?.data ?? [], Number));
  }
  tf.dispose(tensors);
}

/** The hybrid and the content model want something to read. */
function withTitles(dataset: Dataset): Dataset {
  dataset.itemRecords = dataset.itemIds.map((itemId, i) => ({
    itemId,
    title: `thing ${i % 5}`,
    tags: [`tag ${i % 3}`],
  }));
  return dataset;
}
