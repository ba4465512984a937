import { type RawBuilder, sql, type Trx } from '@curio/db';
import type { MergeCounts } from '../run-import.ts';
import type { MergeInto } from './merge-items.ts';

/** Millions of rows sorted in pieces of the 4 MB that serve every other query would be read and written twice. */
const sortMemory = '64MB';
const uniqueViolation = '23505';

/**
 * The same user, item, type and time is the same interaction: the last row of the file gives its value, so that
 * sending a file again changes nothing. Users that are not there yet come into being.
 */
export async function mergeInteractions(trx: Trx, into: MergeInto): Promise<MergeCounts> {
  await sql`select set_config('work_mem', ${sortMemory}, true)`.execute(trx);
  // In the order of the key: index and table grow at their end, and one user's rows are neighbours.
  const newest = sql`
    select distinct on (user_id, occurred_at, item_id, type) user_id, occurred_at, item_id, type, value
    from stage order by user_id, occurred_at, item_id, type, line desc`;
  const { rows } = await sql<{ filled: boolean }>`
    select exists (select from interactions where project_id = ${into.projectId}) as filled`.execute(trx);
  const counts = rows[0]?.filled
    ? await join(trx, into, newest)
    : { new: await fill(trx, into, newest), changed: 0, removed: 0 };
  await sql`
    insert into users (workspace_id, project_id, import_id, user_id)
    select distinct ${into.workspaceId}, ${into.projectId}, ${into.importId}, user_id from stage order by user_id
    on conflict (project_id, user_id) do nothing`.execute(trx);
  return counts;
}

/**
 * The first file of a project. Looking for each row that might be there already takes as long as writing it, so that
 * it is done only where an event of the API has come in between and is the same as one of the file's.
 */
async function fill(trx: Trx, into: MergeInto, newest: RawBuilder<unknown>): Promise<number> {
  await sql`savepoint filling`.execute(trx);
  try {
    return await affected(trx, insert(into, newest));
  } catch (error) {
    if ((error as { code?: unknown }).code !== uniqueViolation) throw error;
    await sql`rollback to savepoint filling`.execute(trx);
    return await affected(trx, sql`${insert(into, newest)} on conflict do nothing`);
  }
}

async function join(trx: Trx, into: MergeInto, rows: RawBuilder<unknown>): Promise<MergeCounts> {
  await sql`create temporary table newest on commit drop as ${rows}`.execute(trx);
  await sql`analyze newest`.execute(trx);
  const same = sql`i.project_id = ${into.projectId} and i.user_id = n.user_id and i.occurred_at = n.occurred_at
    and i.item_id = n.item_id and i.type = n.type`;

  // What the file repeats stays, so that new, changed and unchanged mean the same in every mode.
  const removed =
    into.mode === 'replace'
      ? await affected(
          trx,
          sql`
          delete from interactions i where i.project_id = ${into.projectId}
          and not exists (select from newest n where ${same})`,
        )
      : 0;
  const changed =
    into.mode === 'append'
      ? 0
      : await affected(
          trx,
          sql`
          update interactions i set value = n.value, import_id = ${into.importId}
          from newest n where ${same} and i.value is distinct from n.value`,
        );
  const fresh = await affected(trx, sql`${insert(into, sql`select * from newest`)} on conflict do nothing`);
  return { new: fresh, changed, removed };
}

function insert(into: MergeInto, rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    insert into interactions (workspace_id, project_id, user_id, occurred_at, item_id, type, value, import_id)
    select ${into.workspaceId}, ${into.projectId}, user_id, occurred_at, item_id, type, value, ${into.importId}
    from (${rows}) as n`;
}

async function affected(trx: Trx, statement: RawBuilder<unknown>): Promise<number> {
  return Number((await statement.execute(trx)).numAffectedRows ?? 0n);
}
