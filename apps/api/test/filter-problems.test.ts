import { filterSchema, rulesSchema } from '@curio/contracts';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { invalidInput } from '../src/http/problems.ts';

const query = z.strictObject({ filter: filterSchema.optional(), rules: rulesSchema.optional() });

it.each<[string, unknown, string, RegExp]>([
  [
    'an unknown operator',
    { filter: { and: [{ field: 'price', about: 5 }] } },
    '/filter/and/0/about',
    /eq, ne, in, nin/,
  ],
  ['an unknown rule', { rules: { push: [] } }, '/rules/push', /There is no such field: push/],
  ['a latitude of 99', { filter: { field: 'at', within: { lat: 99, lon: 1, km: 5 } } }, '/filter/within/lat', /90/],
  ['a negative factor', { rules: { boost: [{ filter: { and: [] }, factor: -1 }] } }, '/rules/boost/0/factor', />0/],
  ['position 0', { rules: { pin: [{ itemId: 'a', position: 0 }] } }, '/rules/pin/0/position', />=1/],
])('%s is reported at its place, with what is known', (_, input, pointer, detail) => {
  const { error } = query.safeParse(input);
  expect(error && invalidInput(error).inputs).toEqual([{ pointer, detail: expect.stringMatching(detail) }]);
});
