import { type Kysely, sql } from 'kysely';

/** The task of an import and its settings, the result of its last dry run, and codes of its rejected rows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // task: what is queued or running for the import (apply, dry-run or undo); null for nothing. applied_at: now() of the
  // transaction that applied it. made_catalogue: the project had no catalogue before.
  await sql`
    alter table imports
      add column task text,
      add column unknown_items text not null default 'keep',
      add column dry_run jsonb,
      add column applied_at timestamptz,
      add column made_catalogue boolean not null default false,
      add column undo_deleted_at timestamptz`.execute(db);
  await sql`update imports set task = 'apply' where phase in ('queued', 'applying')`.execute(db);
  await sql`create index imports_task on imports (workspace_id) where task is not null`.execute(db);
  await sql`drop index imports_pending`.execute(db);
  // Nothing is recorded of what earlier imports changed.
  await sql`update imports set undo_deleted_at = now() where phase = 'applied'`.execute(db);

  // kept: the row was imported without the cell.
  await sql`
    alter table import_rejections
      add column code text not null default 'rejected',
      add column kept boolean not null default false`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`delete from import_rejections where kept`.execute(db);
  await sql`alter table import_rejections drop column kept, drop column code`.execute(db);
  await sql`create index imports_pending on imports (workspace_id) where phase in ('queued', 'applying')`.execute(db);
  await sql`drop index imports_task`.execute(db);
  await sql`update imports set phase = 'failed' where phase = 'undone'`.execute(db);
  await sql`
    alter table imports
      drop column undo_deleted_at, drop column applied_at, drop column made_catalogue, drop column dry_run, drop column unknown_items,
      drop column task`.execute(db);
}
