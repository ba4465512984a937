import type { Filter, FilterOperators, GeoPoint } from '@curio/contracts';
import fc from 'fast-check';
import type { Item } from './catalogue.ts';

const colours = ['red', 'Green', 'bluegreen', 'éclair', ''];
const genres = ['Crime', 'Drama', 'Poetry'];
const days = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z', '2026-01-02T12:30:00.000Z'];
const prices = [-1, 0, 0.1, 9.99, 20];

const price = fc.constantFrom(...prices);
const day = fc.constantFrom(...days);
/** The same times, written in another way. */
const time = fc.constantFrom(...days, '2026-01-01', '2026-01-02T01:00:00+01:00', '2026-01-02T12:30:00Z');
const colour = fc.constantFrom(...colours);
const genre = fc.constantFrom(...genres);
export const point: fc.Arbitrary<GeoPoint> = fc.record({
  lat: fc.constantFrom(-90, -30.5, 0, 52.1, 89),
  lon: fc.constantFrom(-180, -179.5, 0, 13.7, 180),
});

export const item: fc.Arbitrary<Item> = fc.record(
  {
    price,
    createdAt: day,
    signed: fc.boolean(),
    colour,
    genre: fc.uniqueArray(genre, { minLength: 1, maxLength: 3 }),
    location: point,
  },
  { requiredKeys: [] },
);

const few = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 3 });
// No item is as far as these from a point, to the metre: no rounding decides.
const km = fc.constantFrom(0.5, 60.123, 5000.777, 12_345.678, 30_000);
const area = fc.oneof(
  fc.record({ lat: fc.constantFrom(-90, 0, 52), lon: fc.constantFrom(-180, 13.5, 179.9), km }),
  fc.record({ km, of: fc.constant('user' as const) }),
);
const exists = fc.boolean();
const order = <T extends string | number>(value: fc.Arbitrary<T>) => ({
  eq: value,
  ne: value,
  in: few(value),
  nin: few(value),
  gt: value,
  gte: value,
  lt: value,
  lte: value,
  exists,
});
const membership = <T extends string | boolean>(value: fc.Arbitrary<T>) => ({
  eq: value,
  ne: value,
  in: few(value),
  nin: few(value),
  exists,
});

/** Operands of every operator of every type. */
export const operands: Record<keyof Item, Partial<Record<keyof FilterOperators, fc.Arbitrary<unknown>>>> = {
  price: order(price),
  createdAt: order(time),
  signed: membership(fc.boolean()),
  colour: { ...membership(colour), contains: fc.constantFrom('RE', 'green', 'É', '', 'x') },
  genre: { ...membership(genre), contains: genre },
  location: { exists, within: area },
};

const comparison: fc.Arbitrary<Filter> = fc.constantFrom(...(Object.keys(operands) as (keyof Item)[])).chain((field) =>
  fc
    .record(operands[field], { requiredKeys: [] })
    .filter((operators) => Object.keys(operators).length > 0)
    // Few operators in one comparison: all of many hardly ever hold.
    .map((operators) => ({ field, ...Object.fromEntries(Object.entries(operators).slice(0, 2)) })),
);

export const filter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    comparison,
    fc.record({ and: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ not: tie('filter') }),
  ),
})).filter;
