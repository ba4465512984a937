import { type Filter, filterSchema } from '@curio/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFilter } from '../../src/filter/check-filter.ts';
import { compileFilter } from '../../src/filter/compile-filter.ts';
import { filterMask } from '../../src/filter/filter-mask.ts';
import { createRowCache } from '../../src/filter/row-cache.ts';
import { filter, item, operands, point } from './arbitraries.ts';
import { matches } from './brute-force.ts';
import { catalogueOf, fieldTypes, type Item } from './catalogue.ts';

const items = fc.array(item, { maxLength: 30 });
const location = fc.option(point, { nil: undefined });

describe('a filter', () => {
  const everyOperator = Object.entries(operands).flatMap(([field, operators]) =>
    Object.entries(operators).map(([operator, operand]) => [operator, field, operand] as const),
  );
  it.each(everyOperator)('%s on %s keeps the items of brute force', (operator, field, operand) => {
    fc.assert(
      fc.property(items, operand, location, (rows, value, from) => {
        const expression: Filter = { field, [operator]: value };
        const catalogue = catalogueOf(rows);
        const compiled = compileFilter(expression, fieldTypes);
        expect(filterSchema.parse(expression)).toEqual(expression);
        expect(checkFilter(expression, fieldTypes, '')).toEqual([]);
        for (const [row, one] of rows.entries()) {
          expect(compiled.test(row, catalogue, from)).toBe(matches(expression, one, from));
        }
      }),
    );
  });

  it('of any shape keeps the items of brute force, as a mask and one by one', () => {
    const cache = createRowCache(1e6);
    fc.assert(
      fc.property(items, filter, location, (rows, expression, from) => {
        const catalogue = catalogueOf(rows);
        const compiled = compileFilter(expression, fieldTypes);
        const wanted = rows.map((one) => matches(expression, one, from));
        expect(rows.map((_, row) => compiled.test(row, catalogue, from))).toEqual(wanted);
        const mask = filterMask(cache, compiled, catalogue, from);
        expect(rows.map((_, row) => mask[row] === 0)).toEqual(wanted);
      }),
      { numRuns: 500 },
    );
  });

  it('of any shape says why it removes an item, and nothing about the others', () => {
    fc.assert(
      fc.property(items, filter, location, (rows, expression, from) => {
        const catalogue = catalogueOf(rows);
        const compiled = compileFilter(expression, fieldTypes);
        for (const [row, one] of rows.entries()) {
          const sentence = compiled.explain(row, catalogue, from);
          if (matches(expression, one, from)) expect(sentence).toBeUndefined();
          else expect(sentence).toMatch(/^(price|createdAt|signed|colour|genre|location|the user|an empty) /);
        }
      }),
    );
  });

  it('has one key for expressions that differ in the order of names, and other keys for others', () => {
    const keyOf = (expression: Filter) => compileFilter(expression, fieldTypes).key;
    expect(keyOf({ lte: 2, gte: 1, field: 'price' })).toBe(keyOf({ field: 'price', gte: 1, lte: 2 }));
    expect(keyOf({ field: 'price', gte: 1 })).not.toBe(keyOf({ field: 'price', gt: 1 }));
    const within = { km: 1, lon: 2, lat: 3 };
    expect(keyOf({ field: 'location', within })).toBe(keyOf({ within: { lat: 3, lon: 2, km: 1 }, field: 'location' }));
    const asText = compileFilter({ field: 'price', exists: true }, new Map([['price', 'text']])).key;
    expect(keyOf({ field: 'price', exists: true })).not.toBe(asText);
  });

  it('names its fields, and whether it needs the location of the user', () => {
    const near: Filter = { field: 'location', within: { km: 1, of: 'user' } };
    const compiled = compileFilter({ or: [{ not: near }, { field: 'price', lt: 2, gt: 1 }, near] }, fieldTypes);
    expect(compiled).toMatchObject({ fields: ['location', 'price'], readsUserLocation: true });
    const fixed = { field: 'location', within: { lat: 1, lon: 1, km: 1 } };
    expect(compileFilter(fixed, fieldTypes).readsUserLocation).toBe(false);
  });

  it('has no values of a field whose type has changed since', () => {
    const compiled = compileFilter({ field: 'price', contains: '1' }, new Map([['price', 'text']]));
    expect(compiled.test(0, catalogueOf([{ price: 1 }]))).toBe(false);
  });
});

describe('the sentence about a removed item', () => {
  const shelf: Item = {
    price: 30,
    createdAt: '2026-01-01T00:00:00.000Z',
    signed: true,
    colour: 'red',
    genre: ['Drama', 'Crime'],
    location: { lat: 52.52, lon: 13.4 },
  };
  it.each<[Filter, string]>([
    [{ field: 'price', lte: 20 }, 'price 30 is not ≤ 20'],
    [{ field: 'price', gte: 10, lt: 20 }, 'price 30 is not < 20'],
    [{ field: 'price', in: [1, 2] }, 'price 30 is not one of 1, 2'],
    [{ field: 'colour', eq: 'blue' }, 'colour red is not blue'],
    [{ field: 'colour', ne: 'red' }, 'colour is red'],
    [{ field: 'colour', nin: ['red', 'blue'] }, 'colour red is one of red, blue'],
    [{ field: 'genre', contains: 'Poetry' }, 'genre Drama, Crime does not contain Poetry'],
    [{ not: { field: 'genre', contains: 'Crime' } }, 'genre Drama, Crime contains Crime'],
    [{ field: 'signed', exists: false }, 'signed has a value'],
    [{ field: 'createdAt', gt: '2026-02-01' }, 'createdAt 2026-01-01T00:00:00.000Z is not > 2026-02-01'],
    [{ field: 'location', within: { lat: 0, lon: 0, km: 5 } }, 'location 52.52, 13.4 is not within 5 km of 0, 0'],
    [{ field: 'location', within: { km: 5, of: 'user' } }, 'the user has no location'],
    [
      {
        and: [
          { field: 'price', gt: 1 },
          { field: 'price', gt: 40 },
          { field: 'colour', eq: 'x' },
        ],
      },
      'price 30 is not > 40',
    ],
    [
      {
        or: [
          { field: 'price', gt: 40 },
          { field: 'colour', eq: 'x' },
        ],
      },
      'price 30 is not > 40',
    ],
    [
      {
        not: {
          or: [
            { field: 'price', gt: 40 },
            { field: 'colour', eq: 'red' },
          ],
        },
      },
      'colour is red',
    ],
    [{ or: [] }, 'an empty or holds for no item'],
  ])('%j: %s', (expression, sentence) => {
    expect(compileFilter(expression, fieldTypes).explain(0, catalogueOf([shelf]))).toBe(sentence);
  });

  it('says that a value is missing', () => {
    const compiled = compileFilter({ field: 'price', lte: 20 }, fieldTypes);
    expect(compiled.explain(0, catalogueOf([{}]))).toBe('price has no value');
  });
});

describe('an error of a filter', () => {
  it.each<[string, Filter, string, RegExp]>([
    ['an unknown field', { field: 'colur', eq: 'red' }, '/filter/field', /no field colur; did you mean colour\?/],
    ['a field like no other', { field: 'zzz', eq: 1 }, '/filter/field', /no field zzz$/],
    [
      'an unknown field, nested',
      { and: [{ field: 'price', gt: 1 }, { not: { field: 'x', eq: 1 } }] },
      '/filter/and/1/not/field',
      /x/,
    ],
    [
      'a text for a number',
      { or: [{ field: 'price', lte: 'cheap' }] },
      '/filter/or/0/lte',
      /price is a number: give a number/,
    ],
    ['a number for a text', { field: 'colour', eq: 5 }, '/filter/eq', /give a text/],
    ['a text for a boolean', { field: 'signed', eq: 'yes' }, '/filter/eq', /give true or false/],
    ['a value of a list', { field: 'price', in: [1, 'x'] }, '/filter/in/1', /give a number/],
    ['a date that is none', { field: 'createdAt', gte: 'last week' }, '/filter/gte', /ISO 8601/],
    ['the 31st of February', { field: 'createdAt', gte: '2026-02-31' }, '/filter/gte', /ISO 8601/],
    [
      'within on a text',
      { field: 'colour', within: { lat: 1, lon: 1, km: 5 } },
      '/filter/within',
      /does not apply to colour.*eq, ne/,
    ],
    ['an order of texts', { field: 'colour', gt: 'a' }, '/filter/gt', /does not apply/],
    ['contains on a number', { field: 'price', contains: '1' }, '/filter/contains', /does not apply/],
    ['a location that is equal', { field: 'location', eq: 'here' }, '/filter/eq', /use within, exists/],
  ])('points to %s', (_, expression, pointer, detail) => {
    expect(checkFilter(expression, fieldTypes, '/filter')).toEqual([
      { pointer, detail: expect.stringMatching(detail) },
    ]);
    expect(() => compileFilter(expression, fieldTypes)).toThrow();
  });

  it('is one of several', () => {
    const wrong: Filter = {
      and: [
        { field: 'a', eq: 1 },
        { field: 'price', eq: 'x', lt: true as never },
      ],
    };
    expect(checkFilter(wrong, fieldTypes, '/filter').map(({ pointer }) => pointer)).toEqual([
      '/filter/and/0/field',
      '/filter/and/1/eq',
      '/filter/and/1/lt',
    ]);
  });
});
