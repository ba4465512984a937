import { type FieldShape, fieldsOf, shapes } from '@curio/contracts';
import { type RawBuilder, sql } from '@curio/db';
import type { MergeInto } from './kind.ts';

/** A table whose rows have the tenant's ids as their keys: items or users. */
export interface CatalogueTable {
  name: 'items' | 'users';
  id: 'item_id' | 'user_id';
  columns: readonly CatalogueColumn[];
}

export interface CatalogueColumn {
  field: string;
  column: string;
  /** Merges the cells of rows with one id. */
  one: RawBuilder<unknown>;
  /** SQL of the value of an empty cell. */
  empty: RawBuilder<unknown>;
}

const custom: CatalogueColumn = { field: 'custom', column: 'custom', one: last('custom'), empty: sql`'{}'::jsonb` };

export const usersTable: CatalogueTable = { name: 'users', id: 'user_id', columns: [custom] };
export const itemsTable: CatalogueTable = {
  name: 'items',
  id: 'item_id',
  columns: [
    ...fieldsOf('items')
      .filter(([, { required }]) => !required)
      .map(([field, { column, shape }]) => ({
        field,
        column,
        one: field === 'title' ? mostFrequent(column) : isList(shape) ? lastList(column) : last(column),
        empty: sql.raw(shapes[shape].empty ?? 'null'),
      })),
    custom,
  ],
};

function isList(shape: FieldShape): boolean {
  return shapes[shape].sql.endsWith('[]');
}

/** Exports repeat an item with notes ("?", "damaged") in place of its title: the most frequent value is used. */
function mostFrequent(column: string) {
  return sql`mode() within group (order by ${sql.ref(column)})`;
}

/** The last cell that is not empty, in the order of the file. */
function last(column: string) {
  return sql`(array_agg(${sql.ref(column)} order by line desc) filter (where ${sql.ref(column)} is not null))[1]`;
}

/** As `last`, by way of JSON: `array_agg` cannot aggregate arrays of different lengths. */
function lastList(column: string) {
  const lists = sql`jsonb_agg(to_jsonb(${sql.ref(column)}) order by line desc) filter (where ${sql.ref(column)} is not null)`;
  return sql`case when count(${sql.ref(column)}) = 0 then null
    else array(select jsonb_array_elements_text((${lists}) -> 0)) end`;
}

/** The columns that a merge writes: all of them where it replaces, else those that the mapping has, or sets by a rule. */
export function writtenColumns(table: CatalogueTable, into: MergeInto): CatalogueColumn[] {
  if (into.mode === 'replace') return [...table.columns];
  const ruled = (into.mapping.rules ?? []).flatMap((rule) => Object.keys(rule.set ?? {}));
  const fields = new Set([...Object.values(into.mapping.columns).map((target) => target.field), ...ruled]);
  return table.columns.filter((column) => fields.has(column.field));
}

/** The value of a new row, from `n`, a row of `incoming`. */
export const freshValue = ({ column, empty }: CatalogueColumn) => sql`coalesce(${sql.ref(`n.${column}`)}, ${empty})`;

/**
 * The value of a row `old` that is in the file as `n`. An empty cell keeps the stored value, except where the file replaces.
 * `hidden` has no value that means empty.
 */
export function mergedValue(column: CatalogueColumn, into: MergeInto): RawBuilder<unknown> {
  const old = sql.ref(`old.${column.column}`);
  const cell = sql.ref(`n.${column.column}`);
  if (into.mode === 'replace') return freshValue(column);
  if (column.field === 'custom') return sql`(${old} || ${freshValue(column)})`;
  if (column.field === 'hidden') return sql`coalesce(${cell}, ${old})`;
  return sql`coalesce(nullif(${cell}, ${column.empty}), ${old})`;
}

/** Joins the stored rows with those of `incoming` from which they differ, as `old` and `n`. */
export function changedRows(table: CatalogueTable, into: MergeInto): RawBuilder<unknown> {
  const written = writtenColumns(table, into);
  const id = sql.ref(table.id);
  const from = sql`${sql.table(table.name)} as old join incoming as n on old.${id} = n.${id}
    where old.project_id = ${into.projectId}`;
  if (into.mode === 'append' || written.length === 0) return sql`${from} and false`;
  const old = sql.join(written.map(({ column }) => sql.ref(`old.${column}`)));
  const merged = sql.join(written.map((column) => mergedValue(column, into)));
  return sql`${from} and (${old}) is distinct from (${merged})`;
}
