import { type ImportRow, sql, type Trx } from '@curio/db';
import { affected } from './affected.ts';
import { forgottenUsers } from './forgotten-users.ts';
import type { Overwriter, Undone } from './kind.ts';

const key = ['user_number', 'occurred_at', 'item_number', 'type_number', 'ordinal'].map((column) => sql.ref(column));
const sameKey = sql`(${sql.join(key.map((column) => sql`i.${column}`))}) = (${sql.join(key.map((column) => sql`u.${column}`))})`;

/** As `findOverwrittenRows`. */
export async function findOverwrittenInteractions(
  trx: Trx,
  row: ImportRow,
  projectNumber: number,
): Promise<Overwriter[]> {
  const { rows } = await sql<Overwriter>`
    select later.filename, count(*) as rows from (
      select u.import_number as number from import_undo_interactions u
        where u.project_number = ${projectNumber} and u.before_import = ${row.number}
      union all
      select i.import_number from import_undo_interactions u
        join interactions i on i.project_number = u.project_number and ${sameKey}
        where u.project_number = ${projectNumber} and u.import_number = ${row.number} and u.removed) writer
    join imports later on later.project_id = ${row.project_id} and later.number = writer.number
      and later.id <> ${row.id} and later.phase = 'applied'
    group by later.id, later.filename, later.applied_at order by later.applied_at desc`.execute(trx);
  return rows;
}

/** Interactions as they were before the import. Users and items that it added go where nothing else refers to them. */
export async function undoInteractions(trx: Trx, row: ImportRow, projectNumber: number): Promise<Undone> {
  // The rows of users who were forgotten are not restored.
  const forgotten = await forgottenUsers(trx, projectNumber);
  await sql`
    delete from import_undo_interactions where project_number = ${projectNumber} and import_number = ${row.number}
      and user_number = any (${forgotten}::integer[])`.execute(trx);
  const kept = sql`import_undo_interactions u
    where u.project_number = ${projectNumber} and u.import_number = ${row.number}`;
  // Restored before the deletion: what then still has the number of the import was added by it.
  await sql`
    update interactions i set value = u.value, import_number = u.before_import from ${kept} and not u.removed
      and i.project_number = ${projectNumber} and ${sameKey} and i.import_number = ${row.number}`.execute(trx);
  const deleted = await affected(
    trx,
    sql`delete from interactions where project_number = ${projectNumber} and import_number = ${row.number}`,
  );
  const columns = sql.join(key);
  const returned = await affected(
    trx,
    sql`
    insert into interactions (project_number, ${columns}, value, import_number)
    select u.project_number, ${sql.join(key.map((column) => sql`u.${column}`))}, u.value, u.before_import
    from ${kept} and u.removed order by ${columns} on conflict do nothing`,
  );
  await sql`
    insert into event_details (project_number, ${columns}, event_id, recommendation_id)
    select u.project_number, ${sql.join(key.map((column) => sql`u.${column}`))}, u.event_id, u.recommendation_id
    from ${kept} and u.removed and (u.event_id is not null or u.recommendation_id is not null)
    order by ${columns} on conflict do nothing`.execute(trx);
  const users = await removeAddedUsers(trx, row, projectNumber);
  const items = await affected(
    trx,
    sql`delete from items where project_id = ${row.project_id} and import_id = ${row.id}`,
  );
  await sql`delete from ${kept}`.execute(trx);
  return { interactions: deleted - returned, users, items };
}

/** Users that have interactions of others by now stay, as users of the API. */
async function removeAddedUsers(trx: Trx, row: ImportRow, projectNumber: number): Promise<number> {
  const added = sql`project_id = ${row.project_id} and import_id = ${row.id}`;
  const removed = await affected(
    trx,
    sql`
    delete from users where ${added} and not exists (
      select from id_numbers n cross join lateral (
        select from interactions x where x.project_number = ${projectNumber} and x.user_number = n.number limit 1) x
      where n.project_number = ${projectNumber} and n.kind = 'u' and n.id = users.user_id)`,
  );
  await sql`update users set import_id = null where ${added}`.execute(trx);
  return removed;
}
