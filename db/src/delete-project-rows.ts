import { type RawBuilder, sql } from 'kysely';
import type { Trx } from './client.ts';
import type { ProjectRow } from './tables/projects.ts';

/**
 * Deletes about `batch` rows of a project from the tables that grow with its data, interactions first, and returns their
 * number. After 0, no rows are left and the row of the project itself can be deleted quickly. Call it in one short
 * transaction per batch, when the project is no longer written to.
 */
export async function deleteProjectRows(
  trx: Trx,
  project: Pick<ProjectRow, 'id' | 'number'>,
  batch: number,
): Promise<number> {
  for (const remove of [removeInteractions(project.number, batch), ...others(project, batch)]) {
    const { numAffectedRows } = await remove.execute(trx);
    if (numAffectedRows) return Number(numAffectedRows);
  }
  return 0;
}

/** All rows of some users, in the order of their numbers: along the key, without a scan of rows that were deleted before. */
const removeInteractions = (projectNumber: number, batch: number): RawBuilder<unknown> => sql`
  delete from interactions where project_number = ${projectNumber} and user_number <= coalesce(
    (select user_number from interactions where project_number = ${projectNumber}
      order by user_number offset ${batch - 1} limit 1),
    2147483647)`;

function others({ id, number }: Pick<ProjectRow, 'id' | 'number'>, batch: number): RawBuilder<unknown>[] {
  const rowsOf = (table: string, own: RawBuilder<unknown>) => sql`
    delete from ${sql.table(table)} where ctid = any (array(
      select ctid from ${sql.table(table)} where ${own} limit ${batch}))`;
  return [
    ...['event_details', 'import_undo_interactions', 'id_numbers'].map((table) =>
      rowsOf(table, sql`project_number = ${number}`),
    ),
    ...['items', 'users', 'model_chunks', 'request_logs', 'request_counts'].map((table) =>
      rowsOf(table, sql`project_id = ${id}`),
    ),
    // By the columns that their indexes begin with.
    rowsOf('webhook_deliveries', sql`endpoint_id in (select id from webhook_endpoints where project_id = ${id})`),
    ...['import_rejections', 'import_undo_rows'].map((table) =>
      rowsOf(table, sql`import_id in (select id from imports where project_id = ${id})`),
    ),
  ];
}
