import {
  type CustomValue,
  type Field,
  fieldsOf,
  type Item,
  type StoredItem,
  shapes,
  storedValue,
} from '@curio/contracts';
import { type ItemTableRow, type RawBuilder, sql } from '@curio/db';

/** An item by its columns, as JSON. */
export type ItemRecord = Record<string, unknown> & { item_id: string; custom: Record<string, CustomValue | null> };

const optional = fieldsOf('items').filter(([, field]) => !field.required);

/** The columns that a caller can write, besides the id and the own fields. */
export const writtenColumns: readonly string[] = optional.map(([, field]) => field.column);

/** For `jsonb_to_recordset`. */
export const recordColumns: RawBuilder<unknown> = sql.raw(
  [...fieldsOf('items').map(([, { column, shape }]) => `${column} ${shapes[shape].sql}`), 'custom jsonb'].join(', '),
);

/** The values that are given, by column; null becomes the empty value of the column. */
export function givenColumns(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = optional.filter(([name]) => input[name] !== undefined);
  return Object.fromEntries(given.map(([name, field]) => [field.column, columnValue(field, input[name])]));
}

/** Every column of an item; without a value where none is given. */
export function everyColumn(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(optional.map(([name, field]) => [field.column, columnValue(field, input[name])]));
}

function columnValue({ shape }: Field, value: unknown): unknown {
  if (shape === 'list') return [...new Set((value as string[] | null | undefined) ?? [])];
  return value ?? (shape === 'boolean' ? false : null);
}

export function toItem(row: ItemTableRow): Item {
  const values = fieldsOf('items').map(([name, field]) => [name, storedValue(field, row)]);
  return { ...(Object.fromEntries(values) as StoredItem), custom: row.custom };
}
