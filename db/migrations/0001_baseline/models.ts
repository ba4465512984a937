import { type Kysely, sql } from 'kysely';
import { isolateByWorkspace } from '../helpers/isolate-by-workspace.ts';

/** The model registry: versions and their artifacts, immutable once ready. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table models (
      workspace_id text collate "C" not null,
      project_id text collate "C" not null,
      version integer not null,
      status text not null,
      requested jsonb not null,
      algorithm text,
      kind text,
      params jsonb,
      metrics jsonb,
      baseline jsonb,
      incumbent jsonb,
      segments jsonb not null default '[]',
      cold_items jsonb,
      leaderboard jsonb not null default '[]',
      report jsonb not null default '[]',
      backend text,
      gate jsonb,
      snapshot jsonb,
      progress jsonb not null default '{"stage":"Waiting for a worker","percent":0,"message":null}',
      log jsonb not null default '[]',
      problem jsonb,
      attempt integer not null default 0,
      cancel_requested boolean not null default false,
      artifact_bytes bigint,
      artifact_sha256 text,
      created_by text,
      created_at timestamptz not null default date_trunc('milliseconds', now()),
      trained_at timestamptz,
      primary key (project_id, version),
      unique (workspace_id, project_id, version),
      foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade)`.execute(db);

  // For the fair order of waiting trainings: counts the pending trainings of each workspace.
  await sql`create index models_pending on models (workspace_id) where status in ('queued', 'training')`.execute(db);

  // At most 1 MB per chunk, so that neither side needs memory for two copies. Vectors do not compress: stored uncompressed.
  await sql`
    create table model_chunks (
      workspace_id text collate "C" not null,
      project_id text collate "C" not null,
      version integer not null,
      sequence integer not null,
      bytes bytea not null,
      primary key (project_id, version, sequence),
      foreign key (workspace_id, project_id, version)
        references models (workspace_id, project_id, version) on delete cascade)`.execute(db);
  await sql`alter table model_chunks alter column bytes set storage external`.execute(db);

  await sql`
    create function refuse_change_of_ready_model() returns trigger language plpgsql as $$
    begin
      raise exception 'model version % is ready and cannot be changed', old.version using errcode = 'restrict_violation';
    end $$`.execute(db);
  await sql`
    create trigger immutable before update on models
    for each row when (old.status = 'ready' and to_jsonb(new) - 'log' is distinct from to_jsonb(old) - 'log')
    execute function refuse_change_of_ready_model()`.execute(db);
  for (const table of ['models', 'model_chunks']) await isolateByWorkspace(db, table);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table model_chunks, models`.execute(db);
  await sql`drop function refuse_change_of_ready_model()`.execute(db);
}
