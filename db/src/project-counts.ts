import { sql } from 'kysely';
import type { Trx } from './client.ts';

/** How many rows a project has. */
export interface Counts {
  items: number;
  users: number;
  interactions: number;
}

/**
 * Adds to a project's counts. Call it last in the transaction that changes the rows: until the commit, other connections
 * that write to the same slot wait.
 */
export async function addCounts(trx: Trx, projectNumber: number, change: Partial<Counts>): Promise<void> {
  const { items = 0, users = 0, interactions = 0 } = change;
  if (items === 0 && users === 0 && interactions === 0) return;
  await sql`
    insert into project_counts (project_number, slot, items, users, interactions)
    values (${projectNumber}, pg_backend_pid() % 16, ${items}, ${users}, ${interactions})
    on conflict (project_number, slot) do update set items = project_counts.items + excluded.items,
      users = project_counts.users + excluded.users,
      interactions = project_counts.interactions + excluded.interactions`.execute(trx);
}

/** The counts of each of the projects, exact as of this transaction's snapshot; zeros for a project without rows. */
export async function readCounts(trx: Trx, projectNumbers: readonly number[]): Promise<Map<number, Counts>> {
  const { rows } = await sql<Counts & { number: number }>`
    select asked.number, coalesce(sum(c.items), 0)::bigint as items, coalesce(sum(c.users), 0)::bigint as users,
      coalesce(sum(c.interactions), 0)::bigint as interactions
    from unnest(${projectNumbers}::integer[]) as asked(number)
    left join project_counts c on c.project_number = asked.number group by asked.number`.execute(trx);
  return new Map(rows.map(({ number, ...counts }) => [number, counts]));
}
