import { type Kysely, sql } from 'kysely';

/**
 * Turns on row-level security for a table with a `workspace_id`: a statement reads and writes only rows of the
 * workspace that its transaction has set. Unset means no rows.
 */
export async function isolateByWorkspace(db: Kysely<unknown>, table: string): Promise<void> {
  await sql`alter table ${sql.table(table)} enable row level security`.execute(db);
  await sql`
    create policy tenant on ${sql.table(table)}
    using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()))`.execute(
    db,
  );
}
