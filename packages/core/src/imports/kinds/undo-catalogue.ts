import { type ImportRow, sql, type Trx } from '@curio/db';
import { affected } from './affected.ts';
import type { CatalogueTable } from './catalogue-columns.ts';
import type { Overwriter, Undone } from './kind.ts';

/**
 * A row belongs to its last writer: counts the rows that a later import has changed or removed, or added where this one had
 * removed them. Rows that the API has written since stay as they are and are not counted.
 */
export async function findOverwrittenRows(trx: Trx, table: CatalogueTable, row: ImportRow): Promise<Overwriter[]> {
  const { rows } = await sql<Overwriter>`
    select later.filename, count(*) as rows from (
      select u.import_id as id from import_undo_rows u where u.before ->> 'import_id' = ${row.id}
        and u.import_id in (select id from imports where project_id = ${row.project_id} and kind = ${row.kind})
      union all
      select again.import_id from import_undo_rows u
        join ${sql.table(table.name)} again on again.project_id = ${row.project_id}
          and again.${sql.ref(table.id)} = u.row_id
        where u.import_id = ${row.id} and u.removed) writer
    join imports later on later.id = writer.id and later.id <> ${row.id} and later.phase = 'applied'
    group by later.id, later.filename, later.applied_at order by later.applied_at desc`.execute(trx);
  return rows;
}

/** Items and users as they were before the import, to the time of their last change. */
export async function undoCatalogue(trx: Trx, table: CatalogueTable, row: ImportRow): Promise<Undone> {
  const { name, columns } = table;
  const id = sql.ref(table.id);
  const stored = sql.table(name);
  const restored = [...columns.map(({ column }) => column), 'import_id', 'updated_at'].map((column) => sql.ref(column));
  const before = sql`import_undo_rows u cross join lateral jsonb_populate_record(null::${stored}, u.before) b`;
  const added = sql`old.project_id = ${row.project_id} and old.import_id = ${row.id}
    and not exists (select from import_undo_rows u where u.import_id = ${row.id} and u.row_id = old.${id})`;

  if (name === 'users') await keepActiveUsers(trx, row, added);
  const deleted = await affected(trx, sql`delete from ${stored} old where ${added}`);
  await sql`
    update ${stored} as old set (${sql.join(restored)}) = row(${sql.join(restored.map((column) => sql`b.${column}`))})
    from ${before} where u.import_id = ${row.id} and not u.removed and old.project_id = ${row.project_id}
      and old.${id} = u.row_id and old.import_id = ${row.id}`.execute(trx);
  const returned = await affected(
    trx,
    sql`
    insert into ${stored} (workspace_id, project_id, ${id}, ${sql.join(restored)})
    select ${row.workspace_id}, ${row.project_id}, u.row_id, ${sql.join(restored.map((column) => sql`b.${column}`))}
    from ${before} where u.import_id = ${row.id} and u.removed order by u.row_id
    on conflict (project_id, ${id}) do nothing`,
  );
  await trx.deleteFrom('import_undo_rows').where('import_id', '=', row.id).execute();
  return { items: 0, users: 0, interactions: 0, [name]: deleted - returned };
}

/** A user with interactions since then would have a row without the import too: one without fields. */
async function keepActiveUsers(trx: Trx, row: ImportRow, added: ReturnType<typeof sql>): Promise<void> {
  await sql`
    update users as old set custom = '{}', import_id = null, updated_at = now()
    where ${added} and exists (
      select from projects p join id_numbers n on n.project_number = p.number and n.kind = 'u' and n.id = old.user_id
        join interactions x on x.project_number = p.number and x.user_number = n.number
      where p.id = ${row.project_id})`.execute(trx);
}
