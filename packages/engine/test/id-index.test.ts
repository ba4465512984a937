import { expect, test } from 'vitest';
import { DatasetBuilder } from '../src/data/builder.ts';
import { IdIndex } from '../src/data/id-index.ts';

const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

test('ids keep their index when more of them come than one Map holds', () => {
  const index = new IdIndex(letters, 3);
  expect(index.size).toBe(8);
  expect(index.ids()).toEqual(letters);
  expect(letters.map((id) => index.get(id))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(letters.map((id) => index.add(id))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(index.size).toBe(8);
  expect(index.get('z')).toBeUndefined();
  expect([index.has('h'), index.has('z')]).toEqual([true, false]);
});

test('a dataset with more users and items than one Map holds is the same dataset', () => {
  const build = (builder: DatasetBuilder) => {
    builder.addItem({ itemId: 'h', title: 'last item' });
    letters.forEach((userId, u) => {
      for (const itemId of letters.slice(0, u + 1)) builder.addInteraction({ userId, itemId, type: 'view', time: u });
      builder.addInteraction({ userId: 'a', itemId: userId, type: 'view' });
    });
    return builder.build();
  };
  expect(build(new DatasetBuilder(() => new IdIndex([], 2)))).toEqual(build(new DatasetBuilder()));
});
