import type { Filter } from '@curio/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../src/filter/compile-filter.ts';
import { filterMask } from '../../src/filter/filter-mask.ts';
import { createRowCache } from '../../src/filter/row-cache.ts';
import { filter, item, point } from './arbitraries.ts';
import { catalogueOf, fieldTypes, type Item } from './catalogue.ts';

const cheap: Filter = { field: 'price', lte: 10 };
const maskOf = (expression: Filter) => compileFilter(expression, fieldTypes);

/** A row function that counts the rows that it computes. */
function counting(key: string) {
  const computed: number[] = [];
  return {
    computed,
    key,
    fields: [],
    allocate: (rows: number) => new Uint8Array(rows),
    fill: (_: Uint8Array, start: number, end: number) => {
      for (let row = start; row < end; row++) computed.push(row);
    },
  };
}

describe('a mask', () => {
  it('that follows changes equals one computed from the start', () => {
    const change = fc.record({ row: fc.nat(40), item });
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 30 }),
        fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 4 }),
        filter,
        fc.option(point, { nil: undefined }),
        (items, steps, expression, from) => {
          const catalogue = catalogueOf(items);
          const cache = createRowCache(1e6);
          const compiled = maskOf(expression);
          const read = (other = cache) => [...filterMask(other, compiled, catalogue, from).subarray(0, catalogue.size)];
          read();
          for (const changes of steps) {
            for (const { row, item: changed } of changes) catalogue.put(Math.min(row, catalogue.size), changed);
            expect(read()).toEqual(read(createRowCache(1e6)));
          }
        },
      ),
    );
  });

  it('over many blocks equals single rows', () => {
    const items = Array.from({ length: 10_001 }, (_, row): Item => (row % 7 === 0 ? {} : { price: row % 23 }));
    const catalogue = catalogueOf(items);
    const compiled = maskOf({ or: [cheap, { not: { field: 'price', exists: true } }] });
    const mask = filterMask(createRowCache(1e6), compiled, catalogue);
    expect(items.filter((_, row) => (mask[row] === 0) !== compiled.test(row, catalogue))).toEqual([]);
  });

  it('that lacks a column is not kept', () => {
    const loaded = catalogueOf([{ price: 1 }]);
    let { column }: { column(field: string): ReturnType<typeof loaded.column> } = { column: () => undefined };
    const catalogue = { ...loaded, size: 1, revision: 0, column: (field: string) => column(field) };
    const cache = createRowCache(1e6);
    const removes = () => filterMask(cache, maskOf(cheap), catalogue)[0];
    expect(removes()).toBe(1);
    column = loaded.column;
    expect(removes()).toBe(0);
  });
});

describe('a cache of rows', () => {
  it('computes a function once, and later the rows that changed or were added', () => {
    const catalogue = catalogueOf(Array.from({ length: 100 }, () => ({})));
    const cache = createRowCache(1e6);
    const rows = counting('a');
    const first = cache.valuesOf(catalogue, rows);
    expect(cache.valuesOf(catalogue, rows)).toBe(first);
    expect(rows.computed).toHaveLength(100);
    catalogue.put(7, {});
    catalogue.put(100, {});
    catalogue.put(7, {});
    expect(cache.valuesOf(catalogue, rows)).toBe(first);
    expect(rows.computed.slice(100)).toEqual([7, 100]);
  });

  it('computes everything again where the catalogue does not know what changed', () => {
    const catalogue = { ...catalogueOf([{}, {}, {}]), size: 3, revision: 0, rowsChangedSince: () => 'all' as const };
    const rows = counting('a');
    const cache = createRowCache(1e6);
    cache.valuesOf(catalogue, rows);
    catalogue.revision = 1;
    cache.valuesOf(catalogue, rows);
    expect(rows.computed).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it('drops what was not used for longest of the catalogue that takes most', () => {
    const large = catalogueOf(Array.from({ length: 800 }, () => ({})));
    const small = catalogueOf(Array.from({ length: 80 }, () => ({})));
    const cache = createRowCache(3000);
    const isKnown = (catalogue: typeof large, key: string) => {
      const rows = counting(key);
      cache.valuesOf(catalogue, rows);
      return rows.computed.length === 0;
    };
    isKnown(small, 'a');
    for (const key of ['a', 'b', 'c', 'a', 'd']) isKnown(large, key);
    // 900 bytes each: one of three had to go, and not the one that was used again, nor the other catalogue's.
    expect([isKnown(large, 'a'), isKnown(large, 'd'), isKnown(small, 'a')]).toEqual([true, true, true]);
    expect(isKnown(large, 'b')).toBe(false);
  });

  it('answers, and keeps nothing, where one array is larger than the cache', () => {
    const catalogue = catalogueOf([{}, {}, {}]);
    const cache = createRowCache(1);
    const rows = counting('a');
    cache.valuesOf(catalogue, rows);
    cache.valuesOf(catalogue, rows);
    expect(rows.computed).toEqual([0, 1, 2, 0, 1, 2]);
  });
});
