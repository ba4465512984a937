import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Column } from '../src/data/column.ts';
import { weighHistory } from '../src/data/confidence.ts';
import { userIndependentRankings } from '../src/data/item-rankings.ts';
import { featurise } from '../src/features/featurise.ts';
import { fieldsOfItem } from '../src/features/fields.ts';
import { wordsOf } from '../src/features/tokens.ts';
import { type BuildOptions, DatasetBuilder, type TrainOptions, train } from '../src/training/index.ts';
import { calmHooks } from './planted.ts';

type Row = [userId: string, itemId: string, type: string, value?: number, time?: number];

function confidences(rows: Row[], options?: BuildOptions): Record<string, number> {
  const builder = new DatasetBuilder();
  for (const [userId, itemId, type, value, time] of rows) {
    builder.addInteraction({
      userId,
      itemId,
      type,
      ...(value === undefined ? {} : { value }),
      ...(time === undefined ? {} : { time }),
    });
  }
  const { matrix, userIds, itemIds } = builder.build(options);
  return Object.fromEntries(
    userIds.flatMap((user, u) =>
      Array.from({ length: matrix.indptr[u + 1] - matrix.indptr[u] }, (_, n) => {
        const p = matrix.indptr[u] + n;
        return [`${user}/${itemIds[matrix.indices[p]]}`, matrix.values[p]];
      }),
    ),
  );
}

describe('confidence', () => {
  test('adds up repeated events, damped', () => {
    const found = confidences([
      ['a', 'x', 'purchase'],
      ['a', 'x', 'purchase', 2],
      ['b', 'x', 'purchase', 600],
    ]);
    expect(found['a/x']).toBeCloseTo(2, 5);
    expect(found['b/x']).toBeGreaterThan(found['a/x']);
    expect(found['b/x']).toBeLessThan(10);
  });

  test('nets returns, by sign or by type', () => {
    expect(
      confidences([
        ['a', 'x', 'purchase', 3],
        ['a', 'x', 'purchase', -3],
        ['a', 'y', 'purchase', 2],
        ['a', 'y', 'return', 2],
      ]),
    ).toEqual({});
    expect(
      confidences([
        ['a', 'x', 'purchase', 3],
        ['a', 'x', 'return', -2],
      ])['a/x'],
    ).toBeCloseTo(1, 5);
    expect(confidences([['a', 'x', 'dislike']])['a/x']).toBeLessThan(0);
  });

  test('weights a rating by the mean of the user and by the scale', () => {
    const usual: Row[] = [4, 4, 5, 4].map((value, n) => ['a', `i${n}`, 'rating', value]);
    const found = confidences([
      ...usual,
      ['a', 'low', 'rating', 1],
      ['a', 'fair', 'rating', 3.5],
      ['b', 'x', 'rating', 5],
      ['b', 'y', 'rating', 1],
    ]);
    expect(found['a/low']).toBeLessThan(0);
    expect(found['a/fair']).toBeGreaterThan(0);
    expect(found['a/fair']).toBeLessThan(found['a/i0']);
    expect(found['a/i2']).toBeGreaterThan(found['a/i0']);
  });

  test('does not depend on how the users take turns', () => {
    const row = fc.tuple(
      fc.constantFrom('a', 'b', 'c'),
      fc.constantFrom('x', 'y', 'z'),
      fc.constantFrom('view', 'rating', 'return'),
      fc.option(fc.constantFrom(0.1, 1, 5), { nil: undefined }),
      fc.constantFrom(10, 20, 30),
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows: Row[]) => {
        const byUser = ['a', 'b', 'c'].flatMap((user) => rows.filter(([userId]) => userId === user));
        const found = confidences(rows);
        const grouped = confidences(byUser);
        expect(Object.keys(found).sort()).toEqual(Object.keys(grouped).sort());
        for (const [pair, value] of Object.entries(found)) expect(value).toBeCloseTo(grouped[pair], 5);
      }),
    );
  });

  test('lets the last rating stand', () => {
    const others: Row[] = [
      ['b', 'x', 'rating', 1],
      ['b', 'y', 'rating', 5],
    ];
    const changed = confidences([...others, ['a', 'x', 'rating', 5, 100], ['a', 'x', 'rating', 1, 200]]);
    const only = confidences([...others, ['a', 'x', 'rating', 1, 200]]);
    expect(Math.sign(changed['a/x'])).toBe(Math.sign(only['a/x']));
  });

  test('follows the weights given, and time', () => {
    const rows: Row[] = [
      ['a', 'x', 'view', undefined, 1_600_000_000],
      ['b', 'x', 'view', undefined, 1_600_000_000 + 30 * 86_400],
    ];
    const found = confidences(rows, { typeWeights: { view: 1 }, halfLifeDays: 30 });
    expect(found['b/x']).toBeCloseTo(1, 5);
    expect(found['a/x']).toBeCloseTo(Math.log2(1.5), 5);
    expect(confidences(rows, { typeWeights: { view: 0 } })).toEqual({});
  });

  test('is the same for a history at request time as for the same rows in training', () => {
    const builder = new DatasetBuilder();
    const events = [
      { itemId: 'x', type: 'rating', value: 5, time: 50 },
      { itemId: 'y', type: 'purchase', value: 3, time: 10 },
      { itemId: 'y', type: 'view', time: 90 },
      { itemId: 'z', type: 'rating', value: 1, time: 70 },
    ];
    for (const event of events) builder.addInteraction({ userId: 'u', ...event });
    builder.addInteraction({ userId: 'v', itemId: 'x', type: 'rating', value: 3 });
    const { matrix, itemIds, rules } = builder.build();
    const { items, weights } = weighHistory(rules, events, (event) => itemIds.indexOf(event.itemId));
    expect([...items].map((item) => itemIds[item])).toEqual(['y', 'z', 'x']);
    items.forEach((item, n) => {
      expect(weights[n]).toBeCloseTo(matrix.values[matrix.indices.indexOf(item)], 5);
    });
  });
});

test('orders: most users, lately met, newest', () => {
  const builder = new DatasetBuilder();
  const day = 86_400;
  for (let u = 0; u < 10; u++)
    builder.addInteraction({ userId: `u${u}`, itemId: 'old hit', type: 'view', time: 1_600_000_000 + u });
  for (let u = 0; u < 4; u++)
    builder.addInteraction({ userId: `u${u}`, itemId: 'rising', type: 'view', time: 1_600_000_000 + 90 * day });
  builder.addItem({ itemId: 'brand new', createdAt: 1_600_000_000 + 91 * day });
  const { matrix, itemRecords, itemIds } = builder.build();
  const orders = userIndependentRankings(matrix, itemRecords);
  expect(itemIds[orders.popular[0]]).toBe('old hit');
  expect(itemIds[orders.trending[0]]).toBe('rising');
  expect(itemIds[orders.latest[0]]).toBe('brand new');
});

describe('features', () => {
  test('words are found in any script', () => {
    expect(wordsOf('Der kleine Prinz')).toEqual(['der', 'kleine', 'prinz']);
    expect(wordsOf('東京の夜')).toContain('東京');
    expect(wordsOf('ร้านหนังสือ').length).toBeGreaterThan(1);
    expect(wordsOf('ＦＵＬＬ width')).toEqual(['full', 'width']);
  });

  test('terms that all items share have no weight; terms that two items share have the highest', () => {
    const records = Array.from({ length: 12 }, (_, i) => ({
      itemId: `i${i}`,
      title: `common ${i < 2 ? 'rare' : `word${i % 3}`}`,
      price: 9,
    }));
    const matrix = featurise(records.map(fieldsOfItem));
    expect(matrix.vocabulary.terms.some((name) => name.includes('common') || name.includes('price'))).toBe(false);
    const row = (i: number) =>
      [...matrix.indices.subarray(matrix.indptr[i], matrix.indptr[i + 1])].map((c) => matrix.vocabulary.terms[c]);
    expect(row(0)).toEqual(['title:rare']);
    expect(matrix.values.every((value) => Math.abs(value - 1) < 1e-6)).toBe(true);
  });
});

test('a training leaves more than a million pairs as they were, and the next one finds the same', async () => {
  const builder = new DatasetBuilder();
  for (let u = 0; u < 5300; u++) {
    for (let n = 0; n < 200; n++) {
      builder.addInteraction({
        userId: `u${u}`,
        itemId: `i${(u * 7 + n * (1 + (u % 3))) % 1009}`,
        type: 'view',
        time: 1 + n,
      });
    }
  }
  const dataset = builder.build();
  const before = [dataset.matrix.indices, dataset.matrix.values, dataset.matrix.times].map((part) => part.slice());
  const params = { factors: 4, iterations: 1 };
  const options: TrainOptions = { algorithm: 'ials', params, seed: 1, budgetSeconds: 60, threads: 2 };
  expect(dataset.matrix.indices.length).toBeGreaterThan(1 << 20);
  const first = await train(dataset, options, calmHooks());
  const after = [dataset.matrix.indices, dataset.matrix.values, dataset.matrix.times].map((part) => part.slice());
  expect(after.every((part, n) => Buffer.from(part.buffer).equals(Buffer.from(before[n].buffer)))).toBe(true);
  const second = await train(dataset, options, calmHooks());
  expect(Buffer.from(second.artifact).equals(Buffer.from(first.artifact))).toBe(true);
});

test('a training that may use too little memory says so', async () => {
  const builder = new DatasetBuilder();
  for (let n = 0; n < 400; n++) builder.addInteraction({ userId: `u${n % 20}`, itemId: `i${n % 19}`, type: 'view' });
  const options: TrainOptions = { algorithm: 'ials', seed: 1, budgetSeconds: 60, threads: 1, memoryLimitBytes: 1e8 };
  await expect(train(builder.build(), options, calmHooks())).rejects.toThrow(/memory limit/);
});

test('a column of equal numbers can be extended with other numbers, at any length', () => {
  for (const same of [1, 300_000, 262_144]) {
    const column = new Column((n) => new Float32Array(n));
    for (let r = 0; r < same; r++) column.push(0.5);
    expect([column.length, column.at(0), column.at(same - 1)]).toEqual([same, 0.5, 0.5]);
    for (const value of [0.5, Number.NaN, 7]) column.push(value);
    expect([same - 1, same, same + 1, same + 2].map((r) => column.at(r))).toEqual([0.5, 0.5, Number.NaN, 7]);
    column.clear();
    column.push(3);
    expect([column.length, column.at(0)]).toEqual([1, 3]);
  }
});
