import { addCounts, type ProjectRow, sql, type Trx } from '@curio/db';
import { type ItemRecord, recordColumns, writtenColumns } from './item-columns.ts';
import { markCatalogue } from './mark-catalogue.ts';

/**
 * Inserts items, or replaces those that are there, in the order of their ids: it prevents deadlocks between requests. Returns
 * how many are new.
 */
export async function writeItems(trx: Trx, project: ProjectRow, items: readonly ItemRecord[]): Promise<number> {
  const columns = [...writtenColumns, 'custom'].map((column) => sql.ref(column));
  const replaced = columns.map((column) => sql`${column} = excluded.${column}`);
  const { rows } = await sql<{ added: number }>`
    with written as (
      insert into items (workspace_id, project_id, item_id, ${sql.join(columns)})
      select ${project.workspace_id}, ${project.id}, item_id, ${sql.join(columns)}
      from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as given(${recordColumns}) order by item_id
      on conflict (project_id, item_id)
        do update set ${sql.join(replaced)}, import_id = null, updated_at = now()
      returning (xmax = 0) as added)
    select count(*) filter (where added)::int as added from written`.execute(trx);
  const added = rows[0]?.added ?? 0;
  if (!project.has_catalogue) await markCatalogue(trx, project.id);
  await addCounts(trx, project.number, { items: added });
  return added;
}
