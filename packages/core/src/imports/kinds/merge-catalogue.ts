import { sql, type Trx } from '@curio/db';
import { affected } from './affected.ts';
import { type CatalogueTable, changedRows, freshValue, mergedValue, writtenColumns } from './catalogue-columns.ts';
import type { Merged, MergeInto } from './kind.ts';

/**
 * append: adds rows with new ids. upsert: a cell with a value replaces the stored value; an empty cell or a column that is
 * not mapped keeps it. replace: the table becomes the file; other rows are removed. The rows of before are kept for an undo.
 */
export async function mergeCatalogue(trx: Trx, table: CatalogueTable, into: MergeInto): Promise<Merged> {
  const written = writtenColumns(table, into);
  const id = sql.ref(table.id);
  const stored = sql.table(table.name);
  const undo = sql`insert into import_undo_rows (workspace_id, import_id, row_id, removed, before)`;

  // Keeps and locks the rows, so that the update finds them as they are kept.
  const changed = await affected(
    trx,
    sql`${undo} select ${into.workspaceId}, ${into.importId}, old.${id}, false, to_jsonb(old)
      from ${changedRows(table, into)} order by old.${id} for update of old`,
  );
  if (changed > 0)
    await sql`
      update ${stored} as old set import_id = ${into.importId}, updated_at = now()
        ${sql.join(
          written.map((column) => sql`, ${sql.ref(column.column)} = ${mergedValue(column, into)}`),
          sql``,
        )}
      from incoming as n join import_undo_rows u on u.import_id = ${into.importId} and u.row_id = n.${id}
      where old.project_id = ${into.projectId} and old.${id} = n.${id}`.execute(trx);

  const removed =
    into.mode === 'replace'
      ? await affected(
          trx,
          sql`
          with gone as (
            delete from ${stored} old where old.project_id = ${into.projectId}
              and not exists (select from incoming n where n.${id} = old.${id}) returning old.*)
          ${undo} select ${into.workspaceId}, ${into.importId}, old.${id}, true, to_jsonb(old) from gone old`,
        )
      : 0;

  const names = written.map(({ column }) => sql`, ${sql.ref(column)}`);
  const fresh = await affected(
    trx,
    sql`
    insert into ${stored} (workspace_id, project_id, import_id, ${id} ${sql.join(names, sql``)})
    select ${into.workspaceId}, ${into.projectId}, ${into.importId}, n.${id}
      ${sql.join(
        written.map((column) => sql`, ${freshValue(column)}`),
        sql``,
      )}
    from incoming n
    where not exists (select from ${stored} old where old.project_id = ${into.projectId} and old.${id} = n.${id})
    order by n.${id} on conflict (project_id, ${id}) do nothing`,
  );
  return { new: fresh, changed, removed, newUsers: 0, newItems: 0 };
}
