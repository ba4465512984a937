import { type Kysely, sql } from 'kysely';
import { isolateByWorkspace } from './helpers/isolate-by-workspace.ts';

/** Files that arrive in several requests. The id is that of the import that the upload becomes at its end. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table uploads (
      id text collate "C" primary key,
      workspace_id text collate "C" not null,
      project_id text collate "C" not null,
      kind text,
      filename text not null,
      bytes bigint not null,
      idempotency_key text,
      lock_id text,
      locked_until timestamptz not null default '-infinity',
      release_asked boolean not null default false,
      created_at timestamptz not null default date_trunc('milliseconds', now()),
      unique (workspace_id, project_id, idempotency_key),
      foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade)`.execute(db);
  await sql`create index uploads_created on uploads (workspace_id, created_at)`.execute(db);
  await isolateByWorkspace(db, 'uploads');
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table uploads`.execute(db);
}
