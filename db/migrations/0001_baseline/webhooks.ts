import { type Kysely, sql } from 'kysely';
import { isolateByWorkspace } from '../helpers/isolate-by-workspace.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table webhook_endpoints (
      id text collate "C" primary key,
      workspace_id text collate "C" not null,
      project_id text collate "C" not null,
      url text not null,
      events text[] not null,
      secret bytea not null,
      created_at timestamptz not null default date_trunc('milliseconds', now()),
      disabled_at timestamptz,
      disabled_reason text,
      unique (workspace_id, project_id, id),
      foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade)`.execute(db);
  await sql`create index webhook_endpoints_project on webhook_endpoints (project_id)`.execute(db);

  await sql`
    create table webhook_deliveries (
      id text collate "C" primary key,
      workspace_id text collate "C" not null,
      project_id text collate "C" not null,
      endpoint_id text collate "C" not null,
      type text not null,
      payload jsonb not null,
      status text not null default 'pending',
      attempts integer not null default 0,
      http_status integer,
      error text,
      created_at timestamptz not null default date_trunc('milliseconds', now()),
      attempted_at timestamptz,
      foreign key (workspace_id, project_id, endpoint_id)
        references webhook_endpoints (workspace_id, project_id, id) on delete cascade)`.execute(db);
  await sql`create index webhook_deliveries_endpoint on webhook_deliveries (endpoint_id, created_at)`.execute(db);
  // Retention deletes finished deliveries, the oldest first.
  await sql`
    create index webhook_deliveries_finished on webhook_deliveries (workspace_id, created_at)
    where status <> 'pending'`.execute(db);

  for (const table of ['webhook_endpoints', 'webhook_deliveries']) await isolateByWorkspace(db, table);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table webhook_deliveries, webhook_endpoints`.execute(db);
}
