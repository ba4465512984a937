import { type Kysely, sql } from 'kysely';

/**
 * Turns on row-level security for a table with a `project_number` in place of a `workspace_id`: a statement reads and
 * writes only rows of projects in the workspace that its transaction has set. A row cannot contradict its project's
 * workspace, because it does not name one.
 */
export async function isolateByProject(db: Kysely<unknown>, table: string): Promise<void> {
  await sql`alter table ${sql.table(table)} enable row level security`.execute(db);
  // The sub-select is evaluated once per statement, not once per row. An expression, so that the policy is no condition of
  // an index: it would make indexes that match only the project look as good as the key.
  const own = sql`project_number + 0 = any ((select current_projects())::integer[])`;
  await sql`create policy tenant on ${sql.table(table)} using (${own}) with check (${own})`.execute(db);
}
