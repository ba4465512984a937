import { type Kysely, sql } from 'kysely';

/**
 * Turns on row-level security for a table with a `project_number` in place of a `workspace_id`: a statement reads and
 * writes only rows of projects in the workspace that its transaction has set. Rows have no
 * workspace_id that could contradict their project's.
 */
export async function isolateByProject(db: Kysely<unknown>, table: string): Promise<void> {
  await sql`alter table ${sql.table(table)} enable row level security`.execute(db);
  // The sub-select is evaluated once per statement, not once per row. `+ 0` keeps the planner from using the policy as an
  // index condition, with which it may prefer an index that matches only the project over the primary key.
  const own = sql`project_number + 0 = any ((select current_projects())::integer[])`;
  await sql`create policy tenant on ${sql.table(table)} using (${own}) with check (${own})`.execute(db);
}
