import type { Project } from '@curio/contracts';
import { type ProjectRow, sql, type Trx } from '@curio/db';

// Counting is a scan; beyond this a person reads "1,000,000" as "more than".
const countedUpTo = 1_000_000;

/** The project as the API shows it, with its counts. */
export async function readProject(trx: Trx, row: ProjectRow): Promise<Project> {
  const { rows } = await sql<Project['counts']>`
    select
      (select count(*) from (select from items where project_id = ${row.id} limit ${countedUpTo}) t)::int as items,
      (select count(*) from (select from users where project_id = ${row.id} limit ${countedUpTo}) t)::int as users,
      (select count(*) from (select from interactions where project_id = ${row.id} limit ${countedUpTo}) t)::int
        as interactions`.execute(trx);
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at.toISOString(),
    liveVersion: row.live_version,
    counts: rows[0]!,
  };
}
