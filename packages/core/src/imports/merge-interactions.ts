import { sql, type Trx } from '@curio/db';
import type { MergeInto } from './merge-items.ts';
import type { MergeCounts } from './run-import.ts';

/**
 * The same user, item, type and time is the same interaction: the last row of the file gives its value, so that
 * sending a file again changes nothing. Users that are not there yet come into being.
 */
export async function mergeInteractions(trx: Trx, into: MergeInto): Promise<MergeCounts> {
  await sql`
    create temporary table newest on commit drop as
    select distinct on (user_id, occurred_at, item_id, type) user_id, occurred_at, item_id, type, value
    from stage order by user_id, occurred_at, item_id, type, line desc`.execute(trx);
  await sql`analyze newest`.execute(trx);
  const same = sql`i.project_id = ${into.projectId} and i.user_id = n.user_id and i.occurred_at = n.occurred_at
    and i.item_id = n.item_id and i.type = n.type`;

  // What the file repeats stays, so that new, changed and unchanged mean the same in every mode.
  const removed =
    into.mode === 'replace'
      ? await affected(sql`
          delete from interactions i where i.project_id = ${into.projectId}
          and not exists (select from newest n where ${same})`)
      : 0;
  const changed =
    into.mode === 'append'
      ? 0
      : await affected(sql`
          update interactions i set value = n.value, import_id = ${into.importId}
          from newest n where ${same} and i.value is distinct from n.value`);
  const fresh = await affected(sql`
    insert into interactions (workspace_id, project_id, user_id, occurred_at, item_id, type, value, import_id)
    select ${into.workspaceId}, ${into.projectId}, user_id, occurred_at, item_id, type, value, ${into.importId}
    from newest on conflict do nothing`);
  await sql`
    insert into users (workspace_id, project_id, import_id, user_id)
    select distinct ${into.workspaceId}, ${into.projectId}, ${into.importId}, user_id from newest order by user_id
    on conflict (project_id, user_id) do nothing`.execute(trx);
  return { new: fresh, changed, removed };

  async function affected(statement: ReturnType<typeof sql>): Promise<number> {
    return Number((await statement.execute(trx)).numAffectedRows ?? 0n);
  }
}
