import { type Kysely, sql } from 'kysely';
import { isolateByWorkspace } from './helpers/isolate-by-workspace.ts';

/** Mappings of columns to fields that a workspace keeps by name. `signature`: SHA-256 of the names of the columns. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table saved_mappings (
      id text collate "C" primary key,
      workspace_id text collate "C" not null,
      name text collate "C" not null,
      kind text not null,
      signature text collate "C" not null,
      mapping jsonb not null,
      created_at timestamptz not null default date_trunc('milliseconds', now()),
      updated_at timestamptz not null default date_trunc('milliseconds', now()),
      unique (workspace_id, name))`.execute(db);
  await sql`create index saved_mappings_signature on saved_mappings (workspace_id, kind, signature)`.execute(db);
  await isolateByWorkspace(db, 'saved_mappings');
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table saved_mappings`.execute(db);
}
