import { describe, expect, it } from 'vitest';
import { type Filter, filterSchema, rulesSchema } from '../src/index.ts';

const errorsOf = (schema: { safeParse: typeof filterSchema.safeParse }, input: unknown) =>
  (schema.safeParse(input).error?.issues ?? []).map((issue) => ({
    at: `/${[...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys : [])].join('/')}`,
    message: issue.message,
  }));

const nested = (depth: number): unknown => (depth === 1 ? { field: 'a', eq: 1 } : { not: nested(depth - 1) });
const comparisons = (count: number) => Array.from({ length: count }, () => ({ field: 'a', eq: 1 }));

describe('a filter', () => {
  it.each<[string, Filter]>([
    ['a comparison with two operators', { field: 'price', gte: 10, lte: 20 }],
    [
      'every operator',
      { and: [{ field: 'a', eq: 'x', ne: 1, in: [true, 'b'], nin: [], contains: 'c', exists: false }] },
    ],
    ['a point', { field: 'at', within: { lat: -90, lon: 180, km: 0 } }],
    ["the user's location", { field: 'at', within: { km: 10, of: 'user' } }],
    ['empty groups', { or: [{ and: [] }, { or: [] }, { not: { and: [] } }] }],
    ['a time', { field: 'createdAt', gt: '2026-01-01' }],
    ['200 comparisons', { or: comparisons(200) }],
  ])('with %s is accepted as it is', (_, filter) => {
    expect(filterSchema.parse(filter)).toEqual(filter);
  });

  it.each<[string, unknown, string, RegExp]>([
    ['an unknown operator', { field: 'price', about: 5 }, '/about', /about.*eq, ne, in, nin, gt/],
    [
      'an unknown operator, nested',
      { and: [{ field: 'a', eq: 1 }, { not: { field: 'b', like: 'x' } }] },
      '/and/1/not/like',
      /like/,
    ],
    ['an unknown group', { xor: [] }, '/xor', /xor/],
    ['no operator', { field: 'price' }, '/', /at least one operator/],
    ['nothing', {}, '/', /and, or, not, or a field/],
    ['an operator without a field', { eq: 1 }, '/', /field/],
    ['two groups', { and: [], or: [] }, '/or', /either and or or/],
    ['a group and a field', { and: [], field: 'a' }, '/field', /either/],
    ['a group and an operator', { not: { field: 'a', eq: 1 }, eq: 1 }, '/eq', /belongs to a field/],
    ['an object for a list', { and: { field: 'a', eq: 1 } }, '/and', /array/],
    ['a text for an object', 'price<5', '/', /object/],
    ['a text in a group', { or: [{ field: 'a', eq: 1 }, 'b'] }, '/or/1', /object/],
    ['a text for the values of in', { field: 'a', in: 'red' }, '/in', /array/],
    ['a strange value of in', { field: 'a', in: ['red', null] }, '/in/1', /text, a number, true or false/],
    ['null', { field: 'a', eq: null }, '/eq', /text, a number, true or false/],
    ['a text for exists', { field: 'a', exists: 'yes' }, '/exists', /boolean/],
    ['an infinite number', { field: 'a', lt: Number.POSITIVE_INFINITY }, '/lt', /./],
    ['a NUL in a text', { field: 'a', eq: '\0' }, '/eq', /NUL/],
    ['an empty name', { field: '', eq: 1 }, '/field', /./],
    ['17 levels', nested(17), '/', /16 levels/],
    ['201 comparisons', { or: [{ and: comparisons(150) }, { and: comparisons(51) }] }, '/', /200 comparisons/],
    ['1,001 values', { field: 'a', in: Array(1001).fill(1) }, '/in', /1000/],
  ])('with %s is refused at the place', (_, filter, at, message) => {
    const errors = errorsOf(filterSchema, filter).map((error) => unionErrorOf(filter, error));
    expect(errors).toEqual([{ at, message: expect.stringMatching(message) }]);
  });

  it.each<[string, unknown, string]>([
    ['a latitude of 99', { lat: 99, lon: 1, km: 5 }, 'lat'],
    ['a longitude of 181', { lat: 9, lon: 181, km: 5 }, 'lon'],
    ['a negative distance', { lat: 50, lon: 1, km: -5 }, 'km'],
    ['a negative distance of the user', { km: -5, of: 'user' }, 'km'],
  ])('with %s names the part', (_, within, part) => {
    const [issue] = filterSchema.safeParse({ field: 'location', within }).error?.issues ?? [];
    const parts = issue?.code === 'invalid_union' ? issue.errors.toSorted((a, b) => a.length - b.length)[0] : [issue];
    expect(parts?.map((error) => error?.path.at(-1))).toEqual([part]);
  });

  it('reports every wrong part of a group', () => {
    const wrong = { field: 'a', about: 1 };
    expect(errorsOf(filterSchema, { and: [wrong, wrong, wrong, { field: 'a', eq: 1 }] }).map(({ at }) => at)).toEqual([
      '/and/0/about',
      '/and/1/about',
      '/and/2/about',
    ]);
  });

  it('of 16 levels is accepted', () => expect(filterSchema.safeParse(nested(16)).success).toBe(true));
});

/** The issues of the alternative that fits best, as the API reports them. */
function unionErrorOf(filter: unknown, error: { at: string; message: string }): { at: string; message: string } {
  const issue = filterSchema.safeParse(filter).error?.issues[0];
  if (issue?.code !== 'invalid_union') return error;
  const [part] = issue.errors.toSorted((a, b) => a.length - b.length)[0] ?? [];
  return part ? { at: `/${[...issue.path, ...part.path].join('/')}`, message: part.message } : error;
}

describe('rules', () => {
  const filter = { field: 'price', lte: 5 };
  it('of every kind are accepted as they are', () => {
    const rules = {
      boost: [
        { filter, factor: 2 },
        { field: 'price', decay: { origin: 0, scale: 10 } },
        { field: 'createdAt', decay: { origin: '2026-01-01T00:00:00Z', scale: 30 } },
        { field: 'location', decay: { origin: 'user', scale: 5 } },
        { field: 'location', decay: { origin: { lat: 1, lon: 2 }, scale: 5 } },
      ],
      bury: [{ filter, factor: 0.2 }],
      pin: [{ itemId: '42', position: 1 }],
      include: ['1', '2'],
      exclude: [],
    };
    expect(rulesSchema.parse(rules)).toEqual(rules);
    expect(rulesSchema.parse({})).toEqual({});
  });

  it.each<[string, unknown]>([
    ['a negative factor', { boost: [{ filter, factor: -1 }] }],
    ['a boost by 0', { boost: [{ filter, factor: 0 }] }],
    ['a factor above 1 to lower scores', { bury: [{ filter, factor: 2 }] }],
    ['position 0', { pin: [{ itemId: 'a', position: 0 }] }],
    ['an unknown rule', { push: [] }],
    ['a scale of 0', { boost: [{ field: 'price', decay: { origin: 0, scale: 0 } }] }],
    ['a filter and a decay', { boost: [{ filter, field: 'price', decay: { origin: 0, scale: 1 } }] }],
    ['1,001 ids', { include: Array(1001).fill('a') }],
    ['51 pins', { pin: Array(51).fill({ itemId: 'a', position: 1 }) }],
    ['an id that is a number', { exclude: [1] }],
  ])('with %s are refused', (_, rules) => {
    expect(rulesSchema.safeParse(rules).success).toBe(false);
  });
});
