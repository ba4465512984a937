import { type Filter, type FilterOperator, type FilterOperators, filterOperators } from '@curio/contracts';
import type { FieldType } from '../catalogue/column.ts';
import type { ColumnTest } from './column-tests.ts';
import { compileOperator } from './compile-operator.ts';

/** A filter with the tests of its comparisons. `cost` orders the parts of `and` and `or`: cheap tests leave few rows to others. */
export type FilterNode =
  | { kind: 'and' | 'or'; cost: number; parts: FilterNode[]; cheapestFirst: FilterNode[] }
  | { kind: 'not'; cost: number; part: FilterNode }
  | Comparison;

export interface Comparison {
  kind: 'comparison';
  cost: number;
  field: string;
  type: FieldType;
  operators: FilterOperators;
  tests: { operator: FilterOperator; test: ColumnTest }[];
}

/** Rough times per row, relative to a comparison of numbers. */
const costs: Readonly<Record<FieldType, number>> = { number: 1, date: 1, boolean: 2, text: 4, list: 8, geo: 30 };
const costOfParts = 60;

/** Throws where `checkFilter` finds an error. */
export function compileNode(filter: Filter, fieldTypes: ReadonlyMap<string, FieldType>): FilterNode {
  const { and, or, not } = filter;
  if (and) return group('and', and, fieldTypes);
  if (or) return group('or', or, fieldTypes);
  if (not) {
    const part = compileNode(not, fieldTypes);
    return { kind: 'not', cost: part.cost + 1, part };
  }
  return compileComparison(filter, fieldTypes);
}

function group(kind: 'and' | 'or', filters: readonly Filter[], fieldTypes: ReadonlyMap<string, FieldType>): FilterNode {
  const parts = filters.map((part) => compileNode(part, fieldTypes));
  const cost = parts.reduce((sum, part) => sum + part.cost, 1);
  return { kind, cost, parts, cheapestFirst: parts.toSorted((a, b) => a.cost - b.cost) };
}

function compileComparison(filter: Filter, fieldTypes: ReadonlyMap<string, FieldType>): Comparison {
  const { field = '' } = filter;
  const operators: FilterOperators = filter;
  const type = fieldTypes.get(field);
  if (!type) throw new Error(`Items have no field ${field}`);
  const tests = filterOperators.flatMap((operator) => {
    const operand = operators[operator];
    if (operand === undefined) return [];
    const test = compileOperator[type](field, operator, operand);
    if (typeof test !== 'function') throw new Error(test.detail);
    return [{ operator, test }];
  });
  const cost = operators.contains !== undefined && type === 'text' ? costOfParts : costs[type];
  return { kind: 'comparison', cost, field, type, operators, tests };
}
