import { sql, type Trx } from '@curio/db';
import type { MergeInto } from './merge-items.ts';
import type { MergeCounts } from './run-import.ts';

/**
 * The same user, item, type and time is the same interaction: the last row of the file gives its value, so that
 * sending a file again changes nothing. Users that are not there yet come into being.
 */
export async function mergeInteractions(trx: Trx, into: MergeInto): Promise<MergeCounts> {
  let removed = 0;
  if (into.mode === 'replace') {
    // What the file repeats stays, so that new, changed and unchanged mean the same in every mode.
    const result = await sql`
      delete from interactions where project_id = ${into.projectId} and not exists (
        select from stage s where s.user_id = interactions.user_id and s.occurred_at = interactions.occurred_at
        and s.item_id = interactions.item_id and s.type = interactions.type)`.execute(trx);
    removed = Number(result.numAffectedRows ?? 0n);
  }
  await sql`
    insert into users (workspace_id, project_id, import_id, user_id)
    select distinct ${into.workspaceId}, ${into.projectId}, ${into.importId}, user_id from stage
    on conflict (project_id, user_id) do nothing`.execute(trx);

  const changed =
    into.mode === 'append'
      ? 0
      : await affected(sql`
          update interactions i set value = s.value, import_id = ${into.importId}
          from (select distinct on (user_id, occurred_at, item_id, type) * from stage
            order by user_id, occurred_at, item_id, type, line desc) s
          where i.project_id = ${into.projectId} and i.user_id = s.user_id and i.occurred_at = s.occurred_at
          and i.item_id = s.item_id and i.type = s.type and i.value is distinct from s.value`);
  const fresh = await affected(sql`
    insert into interactions (workspace_id, project_id, user_id, occurred_at, item_id, type, value, import_id)
    select distinct on (user_id, occurred_at, item_id, type)
      ${into.workspaceId}, ${into.projectId}, user_id, occurred_at, item_id, type, value, ${into.importId}
    from stage order by user_id, occurred_at, item_id, type, line desc
    on conflict do nothing`);
  return { new: fresh, changed, removed };

  async function affected(statement: ReturnType<typeof sql>): Promise<number> {
    return Number((await statement.execute(trx)).numAffectedRows ?? 0n);
  }
}
