import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { decodeArtifact, readSections } from '../src/artifact/format.ts';
import { ArtifactError, HistoryMemo, loadArtifact, openArtifact, type ServableModel } from '../src/artifact/index.ts';
import { largest } from '../src/math/largest.ts';
import { openTensors, tf } from '../src/tensor/tensor.ts';
import { type TrainResult, train } from '../src/training/index.ts';
import { calmHooks, optionsOf, plantedGenres } from './planted.ts';
import { type Request, recommend } from './recommend.ts';

// Trainings in small: on a busy machine they take longer than a unit test may.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let result: TrainResult;
let model: ServableModel;
let popular: ServableModel;
beforeAll(async () => {
  result = await train(plantedGenres(), optionsOf('hybrid'), calmHooks());
  model = loadArtifact(result.artifact);
  popular = loadArtifact((await train(plantedGenres(), optionsOf('popular'), calmHooks())).artifact);
});

const query = (more: Partial<Request>): Request => ({ history: [], ...more });
const read = (...ids: number[]) => ids.map((id) => ({ itemId: `book-${id}`, type: 'purchase' }));
const genreOf = (id: string) => Number(id.slice(5)) % 4;
/** The last eight items have no interactions. */
const isNew = (id: string) => Number(id.slice(5)) >= 72;
const idsOf = (asked: Request, by = model) => recommend(by, asked).items.map((item) => item.itemId);

describe('a query', () => {
  test('a shorter list is the beginning of a longer one', () => {
    const all = idsOf(query({ history: read(0, 4), n: 500 }));
    expect(new Set(all).size).toBe(78);
    for (const n of [1, 10, 40, 77]) expect(idsOf(query({ history: read(0, 4), n }))).toEqual(all.slice(0, n));
  });

  test('scores fall along the list and stay within 0 and 1', () => {
    for (const history of [[], read(3), read(3, 7, 11, 2)]) {
      const scores = recommend(model, query({ history, n: 80 })).items.map((item) => item.score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    }
  });

  test('seen items come back only when asked for', () => {
    expect(idsOf(query({ history: read(0, 4, 8), n: 80 }))).toHaveLength(77);
    expect(idsOf(query({ history: read(0, 4, 8), n: 80, excludeSeen: false }))).toHaveLength(80);
  });

  test('an exclusion mask leaves the best of the rest, in every kind of ranking, and stays as it is', async () => {
    const { artifact } = await train(plantedGenres(), optionsOf('ials'), calmHooks());
    const factors = loadArtifact(artifact);
    for (const by of [model, factors, popular]) {
      for (const fromItems of [undefined, ['book-1']]) {
        const asked = { history: read(0, 4), ...(fromItems ? { fromItems } : {}) };
        const all = by.retrieve(asked, 80, { items: [3] }).items;
        const worst = all.at(-1);
        const mask = new Uint8Array(by.itemCount).fill(1);
        if (worst) mask[worst.item] = 0;
        const before = mask.slice();
        const left = by.retrieve(asked, 10, { items: [3], mask }).items;
        expect(left.map((item) => item.itemId)).toEqual([worst?.itemId]);
        expect(mask).toEqual(before);
        // The mask of one request does not reach into the next.
        expect(by.retrieve(asked, 80, { items: [3] }).items).toEqual(all);
      }
    }
  });

  test('a memo changes no list and no explanation, also where another model or another history uses one in between', () => {
    const unsolved = [{ history: read(0, 4) }, { history: read(1, 5, 9) }, { history: [] }];
    const answer = (by: ServableModel, asked: (typeof unsolved)[number] & { memo?: HistoryMemo }) => {
      const list = by.retrieve(asked, 20, { items: [] });
      return { list, reasons: by.explain(asked, list.items.slice(0, 5)) };
    };
    const memos = unsolved.map(() => new HistoryMemo());
    for (const by of [model, popular, model, model]) {
      unsolved.forEach((asked, n) => {
        const memo = memos[n] as HistoryMemo;
        expect(answer(by, { ...asked, memo })).toEqual(answer(by, asked));
      });
    }
  });

  test('a memo takes the place of the events', () => {
    const memo = new HistoryMemo();
    const first = model.retrieve({ history: read(0, 4), memo }, 10, { items: [] });
    const unread = {
      memo,
      get history(): never {
        throw new Error('The events are read again.');
      },
    };
    expect(model.retrieve(unread, 10, { items: [] })).toEqual(first);
  });

  test('excluded items are left out; excluding an unknown id has no effect', () => {
    const [first, second] = idsOf(query({ history: read(0) }));
    expect(idsOf(query({ history: read(0), exclude: [first, 'no-such-item'] }))[0]).toBe(second);
  });

  test('an unknown user gets popular items, with the reason why', () => {
    for (const history of [[], [{ itemId: 'gone', type: 'purchase' }]]) {
      const answer = recommend(model, query({ history, explain: true }));
      expect(answer.fallback?.ranking).toBe('popular');
      expect(answer.items).toHaveLength(10);
      expect(answer.items.every((item) => item.source === 'popular' && item.reasons?.[0].kind === 'popular')).toBe(
        true,
      );
    }
  });

  test('an unknown item gives popular items and says so; a known one is never in its own list', () => {
    expect(recommend(model, query({ fromItems: ['gone'] })).fallback?.reason).toBe('item-unknown');
    expect(idsOf(query({ fromItems: ['book-1'], n: 80 }))).not.toContain('book-1');
    expect(recommend(popular, query({ fromItems: ['book-1'] })).fallback?.reason).toBe('model-has-one-ranking');
  });

  test('an item and a history together make a list of both', () => {
    const both = idsOf(query({ fromItems: ['book-1'], history: read(0, 4, 8) }));
    expect(both.map(genreOf)).toContain(1);
    expect(idsOf(query({ fromItems: ['book-1'], n: 12 })).every((id) => genreOf(id) === 1)).toBe(true);
  });

  test('user-independent rankings: most users first, newest first', () => {
    const newest = idsOf(query({ strategy: 'latest', n: 8 })).map((id) => Number(id.slice(5)));
    expect(newest.every((i) => i >= 72)).toBe(true);
    const first = recommend(model, query({ strategy: 'popular', explain: true })).items[0].reasons?.[0];
    const last = recommend(model, query({ strategy: 'popular', explain: true, n: 80 })).items.at(-1)?.reasons?.[0];
    expect(first?.kind === 'popular' && last?.kind === 'popular' && first.users > last.users).toBe(true);
    expect(recommend(model, query({ strategy: 'trending' })).fallback).toBeUndefined();
  });

  test('items without interactions are recommended to readers of their genre', () => {
    const list = idsOf(query({ history: read(0, 4, 8), n: 19 }));
    expect(list).toEqual(expect.arrayContaining(['book-72', 'book-76']));
  });

  test('reasons name items of the history, in shares that fit', () => {
    for (const item of recommend(model, query({ history: read(0, 4), explain: true, n: 80 })).items) {
      if (isNew(item.itemId)) continue;
      const shares = (item.reasons ?? []).flatMap((reason) => (reason.kind === 'history' ? [reason] : []));
      expect(shares.length).toBeGreaterThan(0);
      expect(shares.every((reason) => ['book-0', 'book-4'].includes(reason.itemId))).toBe(true);
      expect(shares.reduce((sum, reason) => sum + reason.share, 0)).toBeLessThanOrEqual(1.0001);
    }
  });

  test('an item without interactions is explained by terms shared with liked items, else by its date', () => {
    const history = [...read(0, 4), { itemId: 'book-1', type: 'dislike' }];
    const items = recommend(model, query({ history, explain: true, n: 80 })).items.filter((item) => isNew(item.itemId));
    expect(items).toHaveLength(8);
    for (const { itemId, reasons } of items) {
      const wanted = genreOf(itemId) === 0 ? { kind: 'features', values: ['crime'] } : { kind: 'latest' };
      expect(reasons).toEqual([wanted]);
    }
  });

  test('a content model explains an item without interactions by the history, as any other', async () => {
    const content = loadArtifact((await train(plantedGenres(), optionsOf('content'), calmHooks())).artifact);
    const { items } = recommend(content, query({ history: read(0, 4), explain: true, n: 18 }));
    const met = items.filter((item) => isNew(item.itemId));
    expect(met.length).toBeGreaterThan(0);
    for (const { reasons } of met) expect(reasons?.map((reason) => reason.kind)).toContain('history');
  });

  test('an item explained by its date alone has that source, with and without an explanation', async () => {
    const history = [...read(0), { itemId: 'book-1', type: 'dislike' }];
    const { items } = recommend(model, query({ history, explain: true, n: 80 }));
    const kinds = new Set(['popular', 'trending', 'latest']);
    for (const { source, reasons = [] } of items) {
      const [first] = reasons;
      expect(source).toBe(kinds.has(first.kind) ? first.kind : 'personal');
    }
    expect(items.map((item) => item.source)).toContain('latest');
    const unexplained = query({ history });
    const { items: retrieved } = model.retrieve(unexplained, 80, {
      items: history.map((event) => model.indexOf(event.itemId)),
    });
    expect(retrieved.map((item) => model.sourceOf(unexplained, item))).toEqual(items.map((item) => item.source));
  });

  test('every query gives as many different items as there are', () => {
    const id = fc.oneof(
      fc.integer({ min: 0, max: 79 }).map((i) => `book-${i}`),
      fc.string(),
    );
    const event = fc.record({
      itemId: id,
      type: fc.constantFrom('view', 'purchase', 'dislike', 'rating', 'impression'),
    });
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 30 }),
        fc.array(id, { maxLength: 3 }),
        fc.array(id),
        fc.nat(120),
        (history, fromItems, exclude, n) => {
          const { items } = recommend(model, query({ history, fromItems, exclude, n }));
          const met = history.filter((e) => e.type !== 'impression').map((e) => e.itemId);
          const gone = new Set([...met, ...fromItems, ...exclude].filter((x) => model.indexOf(x) >= 0));
          expect(items).toHaveLength(Math.min(n, 80 - gone.size));
          expect(new Set(items.map((item) => item.itemId)).size).toBe(items.length);
          expect(items.every((item) => !gone.has(item.itemId) && Number.isFinite(item.score))).toBe(true);
        },
      ),
    );
  });
});

describe('the bytes', () => {
  test('any damaged byte is refused', () => {
    fc.assert(
      fc.property(fc.nat(result.artifact.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = result.artifact.slice();
        damaged[at] ^= flip;
        expect(() => loadArtifact(damaged)).toThrow(ArtifactError);
      }),
      { numRuns: 200 },
    );
  });

  test('so is a cut, an empty and a foreign file, and a version from the future', () => {
    const future = result.artifact.slice();
    future[8] = 99;
    const foreign = new TextEncoder().encode('itemId,title\n1,Toy Story\n');
    for (const bytes of [result.artifact.slice(0, -1), new Uint8Array(0), foreign, future]) {
      expect(() => loadArtifact(bytes)).toThrow(ArtifactError);
    }
    expect(() => loadArtifact(future)).toThrow(/format 99/);
  });

  test('TensorFlow.js reads the same arrays', async () => {
    await openTensors();
    const { manifest, arrays } = decodeArtifact(result.artifact);
    const start = 20 + new DataView(result.artifact.buffer, result.artifact.byteOffset).getUint32(12, true);
    const isPadding = ({ name }: { name: string }) => name.startsWith('padding/');
    const numeric = manifest.weights.filter((weight) => weight.dtype !== 'string' && !isPadding(weight));
    expect(numeric.length).toBeGreaterThan(5);
    const tensors = tf.io.decodeWeights(result.artifact.slice(start).buffer, manifest.weights);
    for (const { name } of numeric) {
      const array = arrays.get(name);
      expect([...tensors[name].dataSync()].map(Number)).toEqual([...(array?.data ?? [])].map(Number));
    }
    expect(tensors.itemIds.shape).toEqual([80]);
    const { sections } = readSections(result.artifact);
    for (const { name } of numeric) expect((sections.get(name)?.offset ?? 1) % 64).toBe(0);
  });

  test('ids are kept exactly, whatever they look like', async () => {
    const ids = ['00123', '9007199254740993', 'é', 'e\u0301', '😀', '\uFEFFbom', '__proto__', ' space '];
    const dataset = plantedGenres();
    ids.forEach((id, i) => {
      dataset.itemIds[i] = id;
    });
    const { artifact } = await train(dataset, optionsOf('ials'), calmHooks());
    const renamed = loadArtifact(artifact);
    for (const id of ids) expect(renamed.indexOf(id)).toBeGreaterThanOrEqual(0);
    expect(renamed.indexOf('123')).toBe(-1);
  });
});

describe('an artifact opened in its memory', () => {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const openBy =
    (threadFrom: number) =>
    (bytes: Uint8Array, hash = sha256(bytes)) =>
      openArtifact(
        {
          byteLength: bytes.length,
          sha256: hash,
          read: async (into) => {
            into.set(bytes);
          },
        },
        { threadFrom },
      );

  test.each([0, 1e9])('answers as one that was copied, in a thread from %i bytes on', async (threadFrom) => {
    const open = openBy(threadFrom);
    for (const name of ['hybrid', 'ials', 'item-knn', 'content', 'popular', 'two-tower']) {
      const { artifact } = await train(plantedGenres(), optionsOf(name), calmHooks());
      const before = artifact.slice();
      const [opened, copied] = [await open(artifact), loadArtifact(artifact)];
      for (const asked of [query({}), query({ history: read(0, 4) }), query({ fromItems: ['book-1'] })]) {
        expect(recommend(opened, { ...asked, explain: true })).toEqual(recommend(copied, { ...asked, explain: true }));
      }
      expect(opened.similarityOf(0, 4)).toBe(copied.similarityOf(0, 4));
      expect(opened.byteSize).toBe(copied.byteSize);
      expect(artifact).toEqual(before);
    }
  });

  test.each([0, 1e9])('is refused where its bytes differ from those registered, %i', async (threadFrom) => {
    const open = openBy(threadFrom);
    const damaged = result.artifact.slice();
    damaged[damaged.length >> 1] ^= 1;
    await expect(open(damaged, sha256(result.artifact))).rejects.toThrow(ArtifactError);
    const future = result.artifact.slice();
    future[8] = 2;
    await expect(open(future)).rejects.toThrow(/format 2; this engine reads format 3/);
  });
});

describe('largest', () => {
  test('finds the values at places as a sort does, ties and infinities included', () => {
    const number = fc.oneof(fc.integer({ min: -4, max: 4 }), fc.float({ noNaN: true }));
    fc.assert(
      fc.property(fc.array(number, { minLength: 1 }), fc.array(fc.nat(200)), (numbers, wanted) => {
        const values = Float32Array.from(numbers);
        const places = [...new Set(wanted.map((place) => place % values.length))].sort((a, b) => a - b);
        const sorted = values.slice().sort().reverse();
        expect([...largest(values, places)].map((x) => x + 0)).toEqual(places.map((place) => sorted[place] + 0));
      }),
    );
  });
});
