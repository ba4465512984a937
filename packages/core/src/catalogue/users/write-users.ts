import { addCounts, type ProjectRow, sql, type Trx } from '@curio/db';
import type { CustomEdit } from '../custom/check-custom.ts';

/**
 * Inserts users, or replaces those that are there, in the order of their ids: it prevents deadlocks between requests. Returns
 * how many are new.
 */
export async function writeUsers(
  trx: Trx,
  project: ProjectRow,
  users: readonly { user_id: string; custom: CustomEdit }[],
): Promise<number> {
  const { rows } = await sql<{ added: number }>`
    with written as (
      insert into users (workspace_id, project_id, user_id, custom)
      select ${project.workspace_id}, ${project.id}, user_id, custom
      from jsonb_to_recordset(${JSON.stringify(users)}::jsonb) as given(user_id text collate "C", custom jsonb)
      order by user_id
      on conflict (project_id, user_id)
        do update set custom = excluded.custom, import_id = null, updated_at = now()
      returning (xmax = 0) as added)
    select count(*) filter (where added)::int as added from written`.execute(trx);
  const added = rows[0]?.added ?? 0;
  await addCounts(trx, project.number, { users: added });
  return added;
}
