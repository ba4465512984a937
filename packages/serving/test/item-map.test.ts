import { expect, it } from 'vitest';
import { isItemMapOpen, itemMapOf } from '../src/candidates/item-map.ts';
import type { Catalogue } from '../src/catalogue/catalogue.ts';
import { createCatalogueRows } from '../src/catalogue/catalogue-rows.ts';
import { createColumnStore } from '../src/catalogue/column-store.ts';

const count = 3000;

/** A catalogue of which a model has the items with an even number. */
function openBoth() {
  const rows = createCatalogueRows(true);
  const price = createColumnStore('number', rows.capacity);
  rows.stores.add(price);
  const write = (row: number, hidden: boolean, value: number) => rows.setItem(row, hidden, [price], [value]);
  for (let n = 0; n < count; n++) write(rows.addRow(`item-${n}`), n === 4, 1);
  const catalogue = Object.create(rows, { latest: { value: () => new Int32Array(0) } }) as Catalogue;
  const model = {
    itemCount: count / 2,
    indexOf: (id: string) => (Number(id.slice(5)) % 2 === 0 ? Number(id.slice(5)) / 2 : -1),
  };
  return { catalogue, model, write };
}

it('is open after its first reader has waited, and not before', async () => {
  const { catalogue, model } = openBoth();
  expect(isItemMapOpen(catalogue, model)).toBe(false);
  const map = await itemMapOf(catalogue, model);
  expect(isItemMapOpen(catalogue, model)).toBe(true);
  expect([map.itemOf(6), map.itemOf(7), map.rowOfItem[3]]).toEqual([3, -1, 6]);
});

it('has another array of hidden items where an item is hidden or shown, and the same one otherwise', async () => {
  const { catalogue, model, write } = openBoth();
  const first = (await itemMapOf(catalogue, model)).hidden;
  expect([...first.keys()].filter((item) => first[item] === 1)).toEqual([2]);
  write(8, false, 5);
  expect((await itemMapOf(catalogue, model)).hidden).toBe(first);
  write(8, true, 5);
  const second = await itemMapOf(catalogue, model);
  expect(second.hidden).not.toBe(first);
  expect([first[4], second.hidden[4], second.anyHidden]).toEqual([0, 1, true]);
  for (const row of [4, 8]) write(row, false, 5);
  expect((await itemMapOf(catalogue, model)).anyHidden).toBe(false);
});
