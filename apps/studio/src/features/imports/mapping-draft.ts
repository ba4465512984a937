import type { ColumnPreview, ImportKind, Mapping } from '@curio/contracts';
import { fieldsOf, importKinds, requiredFieldsOf } from '@curio/contracts/fields';
import { labelOf } from './labels.ts';

export type Target = Mapping['columns'][string];
export type CustomType = NonNullable<Target['type']>;

const fieldNames = (...shapes: string[]): ReadonlySet<string> =>
  new Set(
    importKinds.flatMap((kind) =>
      fieldsOf(kind).flatMap(([name, { shape }]) => (shapes.includes(shape) ? [name] : [])),
    ),
  );
const lists = fieldNames('list');
const dates = fieldNames('date');
const numbers = fieldNames('number', 'price');

export const isList = (target: Target): boolean =>
  lists.has(target.field) || (target.field === 'custom' && target.type === 'list');
export const isDate = (target: Target): boolean =>
  dates.has(target.field) || (target.field === 'custom' && target.type === 'date');
export const isNumber = (target: Target): boolean =>
  numbers.has(target.field) || (target.field === 'custom' && target.type === 'number');

const orders: readonly string[] = ['ymd', 'dmy', 'mdy'];

/** The mapping to start from. An ambiguous order of day and month is left unset, so that the user has to choose it. */
export function initialMapping({ columns, ...rest }: Mapping): Mapping {
  const entries = Object.entries(columns).map(([name, { dateOrder, ...target }]): [string, Target] => [
    name,
    dateOrder !== undefined && orders.includes(dateOrder) ? { ...target, dateOrder } : target,
  ]);
  return { columns: Object.fromEntries(entries), ...rest };
}

/**
 * A saved mapping for the columns of this file: those that it does not name keep their targets, and columns that the file
 * does not have are left out. Decimal marks and orders of dates stay those of the file.
 */
export function fittedMapping(columns: readonly ColumnPreview[], present: Mapping, saved: Mapping): Mapping {
  const names = new Set(columns.map((column) => column.name));
  const entries = columns.map((column): [string, Target] => {
    const target = Object.hasOwn(saved.columns, column.name) ? saved.columns[column.name] : undefined;
    if (!target) return [column.name, targetOf(present, column.name)];
    const fitted: Target = { ...target };
    if (isDate(fitted) && column.dateOrder && column.dateOrder !== 'ambiguous') fitted.dateOrder = column.dateOrder;
    if (isNumber(fitted) && column.decimal) fitted.decimal = column.decimal;
    return [column.name, fitted];
  });
  const rules = saved.rules?.filter((rule) => names.has(rule.column));
  const { rules: _rules, ...rest } = saved;
  return { ...rest, ...(rules?.length ? { rules } : {}), columns: Object.fromEntries(entries) };
}

/** The target of a column; a column that the mapping does not name is ignored. */
export const targetOf = (mapping: Mapping, column: string): Target =>
  (Object.hasOwn(mapping.columns, column) && mapping.columns[column]) || { field: 'ignore' };

/** The target that maps a column to a field, with the field's default options. */
export function defaultTarget(column: ColumnPreview, field: string): Target {
  const suggested = column.suggested;
  if (field === 'custom') {
    const type = customTypeOf(column.type);
    const target: Target = { field, name: column.name.trim().slice(0, 64), type };
    if (type === 'list') target.separator = suggested?.separator ?? '|';
    return target;
  }
  const target: Target = { field };
  if (lists.has(field)) target.separator = suggested?.separator ?? guessSeparator(column.samples);
  if (dates.has(field) && column.dateOrder && column.dateOrder !== 'ambiguous') target.dateOrder = column.dateOrder;
  if (numbers.has(field) && column.decimal) target.decimal = column.decimal;
  return target;
}

/** Required fields that are neither mapped nor have a default. */
export function missingFields(kind: ImportKind, mapping: Mapping): string[] {
  const given = new Set(Object.values(mapping.columns).map((target) => target.field));
  return requiredFieldsOf(kind).filter((field) => !given.has(field) && !mapping.defaults?.[field]?.trim());
}

/** Questions that the user must answer before the mapping can be saved, by column. */
export function openQuestions(columns: readonly ColumnPreview[], mapping: Mapping): Map<string, string> {
  const questions = new Map<string, string>();
  const taken = new Map<string, string>();
  for (const column of columns) {
    const target = targetOf(mapping, column.name);
    if (target.field === 'ignore') continue;
    const goal = target.field === 'custom' ? `own field “${target.name?.trim() ?? ''}”` : labelOf(target.field);
    const other = taken.get(goal);
    if (target.field === 'custom' && !target.name?.trim())
      questions.set(column.name, 'Enter a name for the own field.');
    else if (other !== undefined) questions.set(column.name, `“${other}” is already mapped to ${goal}.`);
    else if (isDate(target) && column.dateOrder === 'ambiguous' && !target.dateOrder) {
      questions.set(column.name, 'Choose whether the day or the month comes first.');
    }
    taken.set(goal, column.name);
  }
  return questions;
}

function customTypeOf(detected: string): CustomType {
  switch (detected) {
    case 'number':
    case 'integer':
    case 'decimal':
      return 'number';
    case 'date':
    case 'datetime':
    case 'timestamp':
      return 'date';
    case 'boolean':
      return 'boolean';
    case 'list':
      return 'list';
    case 'text':
      return 'text';
    case 'geo':
      return 'geo';
    default:
      return 'category';
  }
}

function guessSeparator(samples: readonly string[]): string {
  for (const separator of ['|', ';', ',', '/']) {
    if (samples.some((sample) => sample.includes(separator))) return separator;
  }
  return '|';
}
