import { expect, it } from 'vitest';
import { createCompileCache } from '../../src/filter/compile-cache.ts';
import { compileFilter } from '../../src/filter/compile-filter.ts';
import { compileRules } from '../../src/rules/compile-rules.ts';
import { fieldTypes } from './catalogue.ts';

const filter = (lte: number) => ({ field: 'price', lte });

it('compiles an expression once for each object of field types', () => {
  const { compiled } = createCompileCache(1e6);
  const first = compiled(compileFilter, filter(1), fieldTypes);
  expect(compiled(compileFilter, filter(1), fieldTypes)).toBe(first);
  expect(compiled(compileFilter, filter(2), fieldTypes)).not.toBe(first);
  expect(compiled(compileFilter, filter(1), new Map(fieldTypes))).not.toBe(first);
});

it('keeps filters and rules apart', () => {
  const { compiled } = createCompileCache(1e6);
  expect(compiled(compileRules, {}, fieldTypes)).toHaveProperty('common');
  expect(compiled(compileFilter, { and: [] }, fieldTypes)).toHaveProperty('key');
  expect(compiled(compileRules, {}, fieldTypes)).toHaveProperty('common');
});

it('throws what compilation throws, each time', () => {
  const { compiled } = createCompileCache(1e6);
  const unknown = () => compiled(compileFilter, { field: 'nothing', eq: 1 }, fieldTypes);
  expect(unknown).toThrow(/nothing/);
  expect(unknown).toThrow(/nothing/);
});

it('forgets the expression that was not used for longest', () => {
  const { compiled } = createCompileCache(2000);
  const first = compiled(compileFilter, filter(1), fieldTypes);
  for (let price = 2; price < 10; price++) compiled(compileFilter, filter(price), fieldTypes);
  expect(compiled(compileFilter, filter(1), fieldTypes)).not.toBe(first);
});
