import { sql, type Trx } from '@curio/db';
import type { MergeCounts, MergeInto } from './kind.ts';

/** append: adds users. upsert: merges custom fields. replace: the users become those of the file. */
export async function mergeUsers(trx: Trx, into: MergeInto): Promise<MergeCounts> {
  const merged = into.mode === 'replace' ? sql`excluded.custom` : sql`users.custom || excluded.custom`;
  const onConflict =
    into.mode === 'append'
      ? sql`do nothing`
      : sql`do update set custom = ${merged}, import_id = excluded.import_id, updated_at = now()
          where users.custom is distinct from ${merged}`;
  const { rows } = await sql<{ new: number; changed: number }>`
    with one as (select distinct on (user_id) user_id, custom from stage order by user_id, line desc),
    written as (
      insert into users (workspace_id, project_id, import_id, user_id, custom)
      select ${into.workspaceId}, ${into.projectId}, ${into.importId}, user_id, coalesce(custom, '{}') from one
      on conflict (project_id, user_id) ${onConflict}
      returning (xmax = 0) as fresh)
    select count(*) filter (where fresh)::int as new, count(*) filter (where not fresh)::int as changed from written`.execute(
    trx,
  );
  const { new: fresh = 0, changed = 0 } = rows[0] ?? {};
  if (into.mode !== 'replace') return { new: fresh, changed, removed: 0, newUsers: 0 };
  const result = await sql`
    delete from users where project_id = ${into.projectId}
    and not exists (select from stage where stage.user_id = users.user_id)`.execute(trx);
  return { new: fresh, changed, removed: Number(result.numAffectedRows ?? 0n), newUsers: 0 };
}
