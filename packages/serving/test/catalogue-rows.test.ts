import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCatalogueRows } from '../src/catalogue/catalogue-rows.ts';
import { createItemIds } from '../src/catalogue/item-ids.ts';
import { createLatestOrder } from '../src/catalogue/order-latest.ts';
import { createRowLog } from '../src/catalogue/row-log.ts';

describe('item ids', () => {
  it('give every id the row in which it was added, and the id back as it was', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 200 }), (texts) => {
        const wanted = [...new Set(texts.map((text) => text.toWellFormed()))];
        const ids = createItemIds();
        for (const [row, id] of wanted.entries()) expect(ids.add(id)).toBe(row);
        for (const [row, id] of wanted.entries()) {
          expect(ids.add(id)).toBe(row);
          expect(ids.rowOf(id)).toBe(row);
          expect(ids.idOf(row)).toBe(id);
          expect(ids.rowOf(`${id}?`)).toBe(wanted.indexOf(`${id}?`));
        }
        expect(ids.size).toBe(wanted.length);
      }),
    );
  });

  it('keep different normal forms and leading zeros apart, among a hundred thousand', () => {
    const ids = createItemIds();
    for (let i = 0; i < 100_000; i++) ids.add(`item ${i}`);
    const special = ['00123', '123', 'é', 'e\u0301', '💡', '9007199254740993'];
    const rows = special.map(ids.add);
    expect(rows).toEqual(special.map((_, i) => 100_000 + i));
    expect(rows.map(ids.idOf)).toEqual(special);
    for (const i of [0, 1, 4095, 65_536, 99_999]) expect(ids.rowOf(`item ${i}`)).toBe(i);
    expect(ids.rowOf('item 100000')).toBe(-1);
    expect(ids.bytes).toBeLessThan(100_000 * 60);
  });
});

describe('the log of changed rows', () => {
  it('lists what changed since a revision, or everything where it was too long ago', () => {
    const log = createRowLog();
    for (let row = 0; row < 10; row++) log.add(row);
    expect(log.since(7)).toEqual([7, 8, 9]);
    expect(log.since(log.revision)).toEqual([]);
    log.addAll();
    expect(log.since(10)).toBe('all');
    expect(log.since(log.revision)).toEqual([]);
    const { revision } = log;
    for (let n = 0; n < 65_536; n++) log.add(n);
    expect(log.since(revision)).toHaveLength(65_536);
    log.add(0);
    expect(log.since(revision)).toBe('all');
  });
});

describe('rows without and with items', () => {
  it('are all visible until the first item is known, and not again after the last one is removed', () => {
    const rows = createCatalogueRows(false);
    rows.setNumber(1, 'seen');
    expect([rows.hasCatalogue, rows.visible[0]]).toEqual([false, 1]);
    const item = rows.addRow('item');
    rows.setItem(item, false, [], []);
    expect([rows.hasCatalogue, rows.visible[0], rows.visible[item]]).toEqual([true, 0, 1]);
    expect(rows.rowOfNumber(1)).toBe(0);
    expect(rows.rowOfNumber(2)).toBe(-1);
    rows.setHasCatalogue(false);
    expect([rows.hasCatalogue, rows.visible[0], rows.visible[item]]).toEqual([true, 0, 1]);
    rows.removeItem(item);
    expect([rows.hasCatalogue, rows.visible[0], rows.visible[item]]).toEqual([true, 0, 0]);
    expect(rows.visible[rows.addRow('later')]).toBe(0);
    rows.setHasCatalogue(false);
    expect([rows.hasCatalogue, rows.visible[0], rows.visible[item]]).toEqual([false, 1, 1]);
  });
});

describe('the latest items', () => {
  const plant = (dates: (number | null)[]) => {
    const rows = createCatalogueRows(false);
    const set = (id: number, date: number | null, hidden = false) =>
      rows.setItem(rows.addRow(`i${id}`), hidden, [rows.createdAt], [date]);
    for (const [id, date] of dates.entries()) set(id, date);
    const order = createLatestOrder(rows);
    return { rows, set, order, ids: () => Array.from(order.latest(), (row) => rows.idOf(row)) };
  };
  const expected = (dates: ReadonlyMap<number, number | null>) =>
    [...dates]
      .sort(([a, dateA], [b, dateB]) => {
        if (dateA !== dateB) return (dateB ?? Number.NEGATIVE_INFINITY) - (dateA ?? Number.NEGATIVE_INFINITY);
        return `i${a}` < `i${b}` ? -1 : 1;
      })
      .map(([id]) => `i${id}`);

  it('are ordered by date and then by id, also after changes', () => {
    const date = fc.option(fc.integer({ min: 0, max: 5 }));
    const change = fc.record({ id: fc.nat(40), date, kind: fc.constantFrom('set', 'hide', 'remove') });
    fc.assert(
      fc.property(fc.array(date, { minLength: 1, maxLength: 30 }), fc.array(change), (dates, changes) => {
        const { rows, set, ids } = plant(dates);
        const visible = new Map(dates.entries());
        expect(ids()).toEqual(expected(visible));
        for (const { id, date, kind } of changes) {
          if (kind === 'remove') rows.removeItem(rows.rowOf(`i${id}`));
          else set(id, date, kind === 'hide');
          if (kind === 'set') visible.set(id, date);
          else visible.delete(id);
          expect(ids()).toEqual(expected(visible));
        }
      }),
    );
  });

  it('of a large catalogue are sorted in parts, whatever changes meanwhile', async () => {
    const dates = Array.from({ length: 20_000 }, (_, i) => (i % 10 ? (i * 7919) % 1000 : null));
    const { set, order, ids } = plant(dates);
    const sorting = order.sort();
    const visible = new Map<number, number | null>(dates.entries());
    for (let i = 0; i < 3_000; i++) {
      set(i * 5, i % 77, i % 9 === 0);
      if (i % 9 === 0) visible.delete(i * 5);
      else visible.set(i * 5, i % 77);
      if (i % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await sorting;
    expect(ids()).toEqual(expected(visible));
    expect(order.latest()).toBe(order.latest());
  });
});
