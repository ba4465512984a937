import { expect, test, vi } from 'vitest';
import { loadArtifact } from '../src/artifact/index.ts';
import { DatasetBuilder, train } from '../src/training/index.ts';
import { algorithmSuite } from './algorithm-suite.ts';
import { calmHooks, genres, names, optionsOf, plantedGenres } from './planted.ts';
import { recommend } from './recommend.ts';

// Trainings in small: on a busy machine they take longer than a unit test may.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

algorithmSuite(names, 'wasm');

test('the two towers use the fields of a user', async () => {
  const dataset = plantedGenres();
  dataset.userRecords = dataset.userIds.map((userId) => ({
    userId,
    custom: { club: genres[Number(userId.slice(7)) % 4] },
  }));
  const { artifact } = await train(dataset, optionsOf('two-tower'), calmHooks());
  const model = loadArtifact(artifact);
  const query = { history: [], n: 5, explain: true };
  genres.forEach((club, g) => {
    const { items, fallback } = recommend(model, { ...query, user: { club } });
    expect(fallback).toBeUndefined();
    expect(items.map((item) => Number(item.itemId.slice(5)) % 4)).toEqual([g, g, g, g, g]);
  });
  expect(recommend(model, { ...query, user: { club: 'unheard of' } }).fallback?.ranking).toBe('popular');
});

test('a value that is no number never gets into a dataset', () => {
  const bad = { userId: 'u', itemId: 'i', type: 'rating', value: Number.NaN };
  expect(() => new DatasetBuilder().addInteraction(bad)).toThrow(/finite/);
});

/** One item that is popular overall, one lately, one that is new, and one that most users disliked. */
function eras() {
  const builder = new DatasetBuilder();
  const day = 86_400;
  const add = (users: number, itemId: string, time: number, type = 'purchase') => {
    for (let u = 0; u < users; u++) builder.addInteraction({ userId: `u${u}`, itemId, type, time: time + u });
  };
  add(40, 'classic', 1_500_000_000);
  add(20, 'hit', 1_700_000_000 - 2 * day);
  add(5, 'novelty', 1_700_000_000);
  add(60, 'annoyance', 1_700_000_000 - day, 'dislike');
  return builder;
}

test.each([
  ['popular', ['classic', 'hit', 'novelty', 'annoyance']],
  ['trending', ['hit', 'novelty', 'classic', 'annoyance']],
  ['latest', ['novelty', 'annoyance', 'hit', 'classic']],
] as const)('%s is the same ranking for every user, with its name as the source', async (name, order) => {
  const { artifact, kind } = await train(eras().build(), optionsOf(name), calmHooks());
  expect(kind).toBe('baseline');
  const model = loadArtifact(artifact);
  const query = { n: 4, excludeSeen: false, explain: true };
  for (const history of [[], [{ itemId: 'classic', type: 'view' }]]) {
    const { items, fallback } = recommend(model, { ...query, history });
    expect(items.map((item) => item.itemId)).toEqual(order);
    expect(items.every((item) => item.source === name && item.reasons?.[0].kind === name)).toBe(true);
    const reason = history.length > 0 ? 'model-has-one-ranking' : 'history-missing';
    expect(fallback).toEqual({ reason, ranking: name });
  }
});

test('types with weight 0 do not count towards popular and trending', async () => {
  const dataset = eras().build({ typeWeights: { purchase: 0, dislike: 1 } });
  for (const name of ['popular', 'trending'] as const) {
    const model = loadArtifact((await train(dataset, optionsOf(name), calmHooks())).artifact);
    const query = { history: [], n: 1 };
    expect(recommend(model, query).items[0].itemId).toBe('annoyance');
  }
});
