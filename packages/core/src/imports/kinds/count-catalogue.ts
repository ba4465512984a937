import type { ChangedValue } from '@curio/contracts';
import { sql, type Trx } from '@curio/db';
import { type CatalogueTable, changedRows, mergedValue, writtenColumns } from './catalogue-columns.ts';
import type { MergeCounts, MergeInto } from './kind.ts';

const sampledRows = 10;
const sampledValues = 20;

/** One row of each id: its cells merged, in the order of the file. */
export async function prepareCatalogue(trx: Trx, table: CatalogueTable, into: MergeInto): Promise<void> {
  const id = sql.ref(table.id);
  const ones = writtenColumns(table, into).map(({ column, one }) => sql`, ${one} as ${sql.ref(column)}`);
  await sql`
    create temporary table incoming as
    select ${id} ${sql.join(ones, sql``)} from stage group by ${id}`.execute(trx);
  await sql`analyze incoming`.execute(trx);
}

export async function countCatalogue(trx: Trx, table: CatalogueTable, into: MergeInto): Promise<MergeCounts> {
  const id = sql.ref(table.id);
  const stored = sql`select from ${sql.table(table.name)} old where old.project_id = ${into.projectId}`;
  const { rows } = await sql<MergeCounts>`
    select
      (select count(*) from incoming n where not exists (${stored} and old.${id} = n.${id})) as new,
      (select count(*) from ${changedRows(table, into)}) as changed,
      (select count(*) from ${sql.table(table.name)} old
        where ${sql.lit(into.mode === 'replace')} and old.project_id = ${into.projectId}
        and not exists (select from incoming n where n.${id} = old.${id})) as removed`.execute(trx);
  const [counts] = rows;
  if (!counts) throw new Error('Counting returned no row');
  return counts;
}

export async function sampleCatalogue(trx: Trx, table: CatalogueTable, into: MergeInto): Promise<ChangedValue[]> {
  const written = writtenColumns(table, into);
  if (written.length === 0) return [];
  const before = written.map(({ field, column }) => sql`${sql.lit(field)}, ${sql.ref(`old.${column}`)}`);
  const after = written.map((column) => sql`${sql.lit(column.field)}, ${mergedValue(column, into)}`);
  const { rows } = await sql<{ id: string; before: Values; after: Values }>`
    select old.${sql.ref(table.id)} as id, jsonb_build_object(${sql.join(before)}) as before,
      jsonb_build_object(${sql.join(after)}) as after
    from ${changedRows(table, into)} order by 1 limit ${sampledRows}`.execute(trx);
  const fields = written.map(({ field }) => field);
  return rows.flatMap((row) => changesOf(row.id, row.before, row.after, fields)).slice(0, sampledValues);
}

type Values = Record<string, unknown>;

/** The values that differ; own fields one by one. */
function changesOf(id: string, before: Values, after: Values, fields = Object.keys(after)): ChangedValue[] {
  return fields.flatMap((field) => {
    if (field === 'custom') return changesOf(id, asObject(before.custom), asObject(after.custom));
    const values = { before: before[field] ?? null, after: after[field] ?? null };
    return JSON.stringify(values.before) === JSON.stringify(values.after) ? [] : [{ id, field, ...values }];
  });
}

const asObject = (value: unknown): Values => (value ?? {}) as Values;
