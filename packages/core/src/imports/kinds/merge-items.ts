import { type FieldShape, fieldsOf, shapes } from '@curio/contracts';
import { sql, type Trx } from '@curio/db';
import { markCatalogue } from '../../catalogue/items/mark-catalogue.ts';
import type { MergeCounts, MergeInto } from './kind.ts';

/** Item field → its column; the aggregate that merges rows of one id; the SQL of its empty value. */
const columns = [
  ...fieldsOf('items')
    .filter(([, { required }]) => !required)
    .map(([field, { column, shape }]) => ({
      field,
      column,
      one: field === 'title' ? mostFrequent(column) : isList(shape) ? lastList(column) : last(column),
      empty: sql.raw(shapes[shape].empty ?? 'null'),
    })),
  { field: 'custom', column: 'custom', one: last('custom'), empty: sql`'{}'::jsonb` },
];

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

/**
 * append: adds items with new ids. upsert: a cell with a value replaces the stored value; an empty cell or a column that is
 * not mapped keeps it. replace: the catalogue becomes the file; other items are removed.
 */
export async function mergeItems(trx: Trx, into: MergeInto): Promise<MergeCounts> {
  const ruled = (into.mapping.rules ?? []).flatMap((rule) => Object.keys(rule.set ?? {}));
  const fields = new Set([...Object.values(into.mapping.columns).map((target) => target.field), ...ruled]);
  const taken = into.mode === 'replace' ? columns : columns.filter((column) => fields.has(column.field));
  const names = taken.map(({ column }) => sql.ref(column));
  const ones = taken.map(({ column, one }) => sql`, ${one} as ${sql.ref(column)}`);
  // `hidden` has no value that means empty, so an empty cell takes the stored value from a sub-select.
  const kept = sql`(select i.hidden from items i where i.project_id = ${into.projectId} and i.item_id = one.item_id)`;
  const values = taken.map(({ column, empty }) =>
    column === 'hidden' && into.mode === 'upsert'
      ? sql`, coalesce(hidden, ${kept}, false)`
      : sql`, coalesce(${sql.ref(column)}, ${empty})`,
  );

  const merged = taken.map(({ column, empty }) => {
    const old = sql.ref(`items.${column}`);
    const fresh = sql.ref(`excluded.${column}`);
    if (into.mode === 'replace' || column === 'hidden') return fresh;
    if (column === 'custom') return sql`${old} || ${fresh}`;
    return sql`coalesce(nullif(${fresh}, ${empty}), ${old})`;
  });
  const old = taken.map(({ column }) => sql.ref(`items.${column}`));
  const onConflict =
    into.mode === 'append' || taken.length === 0
      ? sql`do nothing`
      : sql`do update set ${sql.join(merged.map((value, i) => sql`${names[i]} = ${value}`))},
          import_id = excluded.import_id, updated_at = now()
          where (${sql.join(old)}) is distinct from (${sql.join(merged)})`;

  const { rows } = await sql<{ new: number; changed: number }>`
    with one as (select item_id ${sql.join(ones, sql``)} from stage group by item_id),
    written as (
      insert into items (workspace_id, project_id, import_id, item_id ${sql.join(
        names.map((name) => sql`, ${name}`),
        sql``,
      )})
      select ${into.workspaceId}, ${into.projectId}, ${into.importId}, item_id ${sql.join(values, sql``)} from one
      on conflict (project_id, item_id) ${onConflict}
      returning (xmax = 0) as fresh)
    select count(*) filter (where fresh)::int as new, count(*) filter (where not fresh)::int as changed from written`.execute(
    trx,
  );
  const { new: fresh = 0, changed = 0 } = rows[0] ?? {};
  const removed = into.mode === 'replace' ? await removeOthers(trx, into.projectId) : 0;
  await markCatalogue(trx, into.projectId);
  return { new: fresh, changed, removed, newUsers: 0 };
}

async function removeOthers(trx: Trx, projectId: string): Promise<number> {
  const result = await sql`
    delete from items where project_id = ${projectId}
    and not exists (select from stage where stage.item_id = items.item_id)`.execute(trx);
  return Number(result.numAffectedRows ?? 0n);
}
