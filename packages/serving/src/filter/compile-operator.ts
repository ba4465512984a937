import type { FilterOperator, FilterOperators } from '@curio/contracts';
import type { Column, FieldType } from '../catalogue/column.ts';
import {
  type BooleanColumn,
  booleans,
  type ColumnTest,
  type GeoColumn,
  type ListColumn,
  lists,
  locations,
  type NumberColumn,
  numbers,
  type TextColumn,
  texts,
} from './column-tests.ts';
import { parseTime } from './parse-time.ts';

/** An operand that does not fit its field; `path` is relative to the comparison, such as `lte` or `in/2`. */
export interface OperandError {
  path: string;
  detail: string;
}

/** The operators of one type of field, and how their operands are read. */
interface TypeDefinition<Value, C extends Column> {
  noun: string;
  operand: string;
  /** Undefined where the operand is of another type. */
  read(operand: unknown): Value | undefined;
  /** Operators that take one value. */
  one: Partial<Record<FilterOperator, (value: Value) => ColumnTest<C>>>;
  /** Operators that take a list of values. */
  many: Partial<Record<FilterOperator, (values: ReadonlySet<Value>) => ColumnTest<C>>>;
  hasValue(wanted: boolean): ColumnTest<C>;
}

const order: TypeDefinition<number, NumberColumn>['one'] = {
  eq: (value) => numbers.isEqual(value, true),
  ne: (value) => numbers.isEqual(value, false),
  gt: numbers.isAbove,
  gte: numbers.isAtLeast,
  lt: numbers.isBelow,
  lte: numbers.isAtMost,
};
const membership: TypeDefinition<number, NumberColumn>['many'] = {
  in: (values) => numbers.isOneOf(values, true),
  nin: (values) => numbers.isOneOf(values, false),
};

const number: TypeDefinition<number, NumberColumn> = {
  noun: 'a number',
  operand: 'a number',
  read: (operand) => (typeof operand === 'number' ? operand : undefined),
  one: order,
  many: membership,
  hasValue: numbers.hasValue,
};

/** Times are compared as milliseconds since 1970. */
const date: TypeDefinition<number, NumberColumn> = {
  noun: 'a date',
  operand: 'a time in ISO 8601, such as 2026-01-31T12:00:00Z',
  read: (operand) => (typeof operand === 'string' ? parseTime(operand) : undefined),
  one: order,
  many: membership,
  hasValue: numbers.hasValue,
};

const boolean: TypeDefinition<number, BooleanColumn> = {
  noun: 'a boolean',
  operand: 'true or false',
  read: (operand) => (typeof operand === 'boolean' ? Number(operand) : undefined),
  one: {
    eq: (value) => booleans.isOneOf(new Set([value]), true),
    ne: (value) => booleans.isOneOf(new Set([value]), false),
  },
  many: {
    in: (values) => booleans.isOneOf(values, true),
    nin: (values) => booleans.isOneOf(values, false),
  },
  hasValue: booleans.hasValue,
};

const readText = (operand: unknown) => (typeof operand === 'string' ? operand : undefined);

const text: TypeDefinition<string, TextColumn> = {
  noun: 'a text',
  operand: 'a text',
  read: readText,
  one: {
    eq: (value) => texts.isEqual(value, true),
    ne: (value) => texts.isEqual(value, false),
    contains: texts.contains,
  },
  many: {
    in: (values) => texts.isOneOf(values, true),
    nin: (values) => texts.isOneOf(values, false),
  },
  hasValue: texts.hasValue,
};

const list: TypeDefinition<string, ListColumn> = {
  noun: 'a list',
  operand: 'a text',
  read: readText,
  one: {
    eq: (value) => lists.isOneOf(new Set([value]), true),
    ne: (value) => lists.isOneOf(new Set([value]), false),
    contains: (value) => lists.isOneOf(new Set([value]), true),
  },
  many: {
    in: (values) => lists.isOneOf(values, true),
    nin: (values) => lists.isOneOf(values, false),
  },
  hasValue: lists.hasValue,
};

const geo: TypeDefinition<NonNullable<FilterOperators['within']>, GeoColumn> = {
  noun: 'a location',
  operand: '{"lat":…,"lon":…,"km":…}',
  // The schema of filters has checked its parts.
  read: (operand) => (typeof operand === 'object' && operand ? (operand as FilterOperators['within']) : undefined),
  one: { within: (area) => locations.isWithin(area.km, 'of' in area ? undefined : area) },
  many: {},
  hasValue: locations.hasValue,
};

type Compile = (field: string, operator: FilterOperator, operand: unknown) => ColumnTest | OperandError;

function define<Value, C extends Column>(type: TypeDefinition<Value, C>): Compile {
  const known = [...Object.keys(type.one), ...Object.keys(type.many), 'exists'].join(', ');
  return (field, operator, operand) => {
    const wrong = (path: string) => ({ path, detail: `${field} is ${type.noun}: give ${type.operand}` });
    // A test is applied to columns of this type only.
    const test = (compiled: ColumnTest<C>) => compiled as ColumnTest;
    if (operator === 'exists') return test(type.hasValue(operand === true));
    const one = type.one[operator];
    if (one) {
      const value = type.read(operand);
      return value === undefined ? wrong(operator) : test(one(value));
    }
    const many = type.many[operator];
    if (many && Array.isArray(operand)) {
      const values = operand.map((value) => type.read(value));
      const strange = values.indexOf(undefined);
      return strange >= 0 ? wrong(`${operator}/${strange}`) : test(many(new Set(values as Value[])));
    }
    return { path: operator, detail: `${operator} does not apply to ${field}, which is ${type.noun}; use ${known}` };
  };
}

/** By the type of the field: the test of an operator, or why its operand does not fit. */
export const compileOperator: Readonly<Record<FieldType, Compile>> = {
  number: define(number),
  date: define(date),
  boolean: define(boolean),
  text: define(text),
  list: define(list),
  geo: define(geo),
};
