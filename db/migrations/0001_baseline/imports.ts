import { type Kysely, sql } from 'kysely';
import { isolateByWorkspace } from '../helpers/isolate-by-workspace.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table imports (
      id text collate "C" primary key,
      workspace_id text collate "C" not null,
      project_id text collate "C" not null,
      number integer not null,
      kind text not null,
      mode text,
      deduplicate boolean not null default false,
      filename text not null,
      bytes bigint not null,
      storage_key text not null,
      upload_deleted_at timestamptz,
      phase text not null,
      detected jsonb not null,
      columns jsonb not null,
      preview jsonb not null,
      mapping jsonb not null,
      attempt integer not null default 0,
      progress jsonb not null default '{"percent":0,"rowsPerSecond":0,"secondsLeft":null}',
      rows jsonb,
      rejections jsonb not null default '[]',
      left_out jsonb not null default '[]',
      problem jsonb,
      created_by text,
      created_at timestamptz not null default date_trunc('milliseconds', now()),
      finished_at timestamptz,
      unique (workspace_id, id),
      unique (project_id, number),
      foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade)`.execute(db);
  await sql`create index imports_project on imports (project_id, created_at)`.execute(db);
  await sql`create index imports_pending on imports (workspace_id) where phase in ('queued', 'applying')`.execute(db);
  // Retention deletes finished imports and those that were never applied, the oldest first.
  await sql`
    create index imports_unapplied on imports (workspace_id, coalesce(finished_at, created_at))
    where phase in ('uploaded', 'mapped')`.execute(db);
  await sql`create index imports_finished on imports (workspace_id, finished_at) where finished_at is not null`.execute(
    db,
  );

  await sql`
    create table import_rejections (
      workspace_id text collate "C" not null,
      import_id text collate "C" not null,
      line bigint not null,
      column_name text,
      reason text not null,
      cells text[] not null,
      primary key (import_id, line),
      foreign key (workspace_id, import_id) references imports (workspace_id, id) on delete cascade)`.execute(db);

  for (const table of ['imports', 'import_rejections']) await isolateByWorkspace(db, table);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table import_rejections, imports`.execute(db);
}
