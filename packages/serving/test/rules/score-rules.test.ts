import type { Rules } from '@curio/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceKm } from '../../src/filter/distance.ts';
import { createRowCache } from '../../src/filter/row-cache.ts';
import { checkRules, compileRules } from '../../src/rules/compile-rules.ts';
import { multipliersOf } from '../../src/rules/multipliers.ts';
import { filter, item, point } from '../filter/arbitraries.ts';
import { distance, matches } from '../filter/brute-force.ts';
import { catalogueOf, fieldTypes, type Item } from '../filter/catalogue.ts';

const berlin = { lat: 52.52, lon: 13.405 };
const paris = { lat: 48.8566, lon: 2.3522 };

function multipliers(rules: Rules, items: readonly Item[], userLocation?: typeof berlin) {
  const catalogue = catalogueOf(items);
  const values = multipliersOf(createRowCache(1e6), compileRules(rules, fieldTypes), catalogue, userLocation);
  return values && [...values.subarray(0, items.length)];
}

const rounded = (value: number) => Number(value.toFixed(6));

describe('multipliers', () => {
  it('are the product of the factors of all rules that apply', () => {
    const factor = fc.constantFrom(0.5, 1, 2, 8);
    const rule = fc.record({ filter, factor });
    const items = fc.array(item, { maxLength: 20 });
    fc.assert(
      fc.property(
        items,
        fc.array(rule, { minLength: 1, maxLength: 4 }),
        fc.option(point, { nil: undefined }),
        (rows, rules, from) => {
          const product = (one: Item) =>
            rules.reduce(
              (sum, { filter: expression, factor }) => sum * (matches(expression, one, from) ? factor : 1),
              1,
            );
          expect(multipliers({ boost: rules.slice(1), bury: rules.slice(0, 1) }, rows, from)).toEqual(
            rows.map(product),
          );
        },
      ),
    );
  });

  it('stay finite however many boosts apply', () => {
    const boost = Array.from({ length: 50 }, () => ({ filter: { and: [] }, factor: 10_000 }));
    expect(multipliers({ boost }, [{}])?.every(Number.isFinite)).toBe(true);
  });

  it('are absent without rules', () => {
    expect(multipliers({}, [{}])).toBeUndefined();
    expect(multipliers({ pin: [{ itemId: 'a', position: 1 }], include: ['a'] }, [{}])).toBeUndefined();
  });

  it('fall to 0.5 at one scale from the origin, on both sides of it', () => {
    const boost = [{ field: 'price', decay: { origin: 10, scale: 5 } }];
    const values = multipliers({ boost }, [{ price: 10 }, { price: 15 }, { price: 5 }, { price: 20 }, {}]);
    expect(values?.map(rounded)).toEqual([1, 0.5, 0.5, 0.25, 1]);
  });

  it('fall with the days from a time', () => {
    const boost = [{ field: 'createdAt', decay: { origin: '2026-01-31T00:00:00Z', scale: 30 } }];
    const values = multipliers({ boost }, [
      { createdAt: '2026-01-01T00:00:00.000Z' },
      { createdAt: '2026-03-02T00:00:00.000Z' },
    ]);
    expect(values?.map(rounded)).toEqual([0.5, 0.5]);
  });

  it('of locations are the bits of the formula, near and far, also after the largest boosts', () => {
    const places = fc.array(point, { minLength: 1, maxLength: 30 });
    const scale = fc.constantFrom(0.5, 3, 5, 40, 2000);
    fc.assert(
      fc.property(places, point, scale, fc.constantFrom(1, 1000), (locations, origin, km, factor) => {
        const rules = {
          boost: [
            ...[1, 2, 3].map(() => ({ filter: { field: 'location', exists: true }, factor })),
            { field: 'location', decay: { origin: 'user' as const, scale: km } },
          ],
        };
        const wanted = locations.map(({ lat, lon }) => {
          const kilometres = distanceKm(origin.lat, origin.lon, lat, lon);
          return Math.fround(factor ** 3 * Math.exp((-Math.LN2 * kilometres) / km));
        });
        expect(
          multipliers(
            rules,
            locations.map((location) => ({ location })),
            origin,
          ),
        ).toEqual(wanted);
      }),
    );
  });

  it('fall with the distance from a point and from the user', () => {
    const far = distance(berlin, paris);
    const rules = (origin: 'user' | typeof berlin) => ({
      boost: [{ field: 'location', decay: { origin, scale: far } }],
    });
    const items = [{ location: berlin }, { location: paris }, {}];
    for (const values of [multipliers(rules(berlin), items), multipliers(rules('user'), items, berlin)]) {
      expect(values?.map(rounded)).toEqual([1, 0.5, 1]);
    }
    expect(multipliers(rules('user'), items)).toEqual([1, 1, 1]);
  });

  it('follow changes of the catalogue, and of the user', () => {
    const catalogue = catalogueOf([
      { price: 1, location: berlin },
      { price: 20, location: paris },
    ]);
    const cache = createRowCache(1e6);
    const rules = compileRules(
      {
        boost: [
          { filter: { field: 'price', lt: 10 }, factor: 2 },
          { filter: { field: 'location', within: { km: 5, of: 'user' } }, factor: 3 },
        ],
      },
      fieldTypes,
    );
    const read = (from?: typeof berlin) => [...(multipliersOf(cache, rules, catalogue, from) ?? []).slice(0, 2)];
    expect([read(berlin), read(paris), read()]).toEqual([
      [6, 1],
      [2, 3],
      [2, 1],
    ]);
    catalogue.put(1, { price: 5 });
    expect(read(paris)).toEqual([2, 2]);
  });
});

describe('the sentences about score rules', () => {
  it('name the rules that apply to the item', () => {
    const rules = compileRules(
      {
        boost: [
          { filter: { field: 'genre', contains: 'Drama' }, factor: 2 },
          { filter: { field: 'genre', contains: 'Crime' }, factor: 3 },
          { field: 'price', decay: { origin: 0, scale: 10 } },
          { field: 'location', decay: { origin: 'user', scale: 100 } },
          { field: 'createdAt', decay: { origin: '2026-01-31', scale: 30 } },
        ],
        bury: [
          {
            filter: {
              and: [
                { field: 'price', gte: 5, lte: 9 },
                { field: 'colour', exists: false },
              ],
            },
            factor: 0.2,
          },
        ],
      },
      fieldTypes,
    );
    const catalogue = catalogueOf([
      { genre: ['Drama'], price: 5, location: paris, createdAt: '2026-01-01T00:00:00.000Z' },
      {},
    ]);
    expect(rules.explain(0, catalogue, berlin)).toEqual([
      'Boosted × 2: genre contains Drama',
      'Weighted × 0.707: price 5 is 5 from 0',
      'Weighted × 0.00228: location is 877 km from the user',
      'Weighted × 0.5: createdAt is 30 days from 2026-01-31',
      'Lowered × 0.2: price is ≥ 5 and price is ≤ 9 and colour has no value',
    ]);
    expect(rules.explain(1, catalogue, berlin)).toEqual([]);
    expect(rules.explain(0, catalogue)).not.toContainEqual(expect.stringContaining('location'));
  });
});

describe('an error of the rules', () => {
  const filter = { field: 'zzz', eq: 1 };
  it.each<[string, Rules, string, RegExp]>([
    ['an unknown field of a boost', { boost: [{ filter, factor: 2 }] }, '/rules/boost/0/filter/field', /zzz/],
    ['an unknown field of a rule that lowers', { bury: [{ filter, factor: 0 }] }, '/rules/bury/0/filter/field', /zzz/],
    [
      'an unknown field of a decay',
      { boost: [{ field: 'prices', decay: { origin: 0, scale: 1 } }] },
      '/rules/boost/0/field',
      /did you mean price/,
    ],
    [
      'a decay with a text',
      { boost: [{ field: 'colour', decay: { origin: 'red', scale: 1 } }] },
      '/rules/boost/0/field',
      /numbers, dates and locations/,
    ],
    [
      'a number for a time',
      { boost: [{ field: 'createdAt', decay: { origin: 0, scale: 1 } }] },
      '/rules/boost/0/decay/origin',
      /ISO 8601/,
    ],
    [
      'a text for a time',
      { boost: [{ field: 'createdAt', decay: { origin: 'now', scale: 1 } }] },
      '/rules/boost/0/decay/origin',
      /ISO 8601/,
    ],
    [
      'a place for a number',
      { boost: [{ field: 'price', decay: { origin: 'user', scale: 1 } }] },
      '/rules/boost/0/decay/origin',
      /give a number/,
    ],
    [
      'a number for a place',
      { boost: [{ field: 'location', decay: { origin: 3, scale: 1 } }] },
      '/rules/boost/0/decay/origin',
      /"user"/,
    ],
  ])('points to %s', (_, rules, pointer, detail) => {
    expect(checkRules(rules, fieldTypes, '/rules')).toEqual([{ pointer, detail: expect.stringMatching(detail) }]);
    expect(() => compileRules(rules, fieldTypes)).toThrow();
  });
});
