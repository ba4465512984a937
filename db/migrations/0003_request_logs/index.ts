import { type Kysely, sql } from 'kysely';
import { isolateByWorkspace } from '../helpers/isolate-by-workspace.ts';

/** Requests to the API: a bounded sample of them, and how many there were by hour (docs/decisions/0810-request-log.md). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table request_logs (
      at timestamptz not null,
      milliseconds real not null,
      status smallint not null,
      workspace_id text collate "C" not null,
      request_id text collate "C" not null,
      project_id text collate "C",
      actor_id text collate "C" not null,
      method text not null,
      route text not null,
      path text not null,
      code text,
      body text,
      problem jsonb,
      primary key (workspace_id, request_id))`.execute(db);
  // For pages of the list and for retention; errors are few among many successes.
  await sql`create index request_logs_at on request_logs (workspace_id, at, request_id)`.execute(db);
  await sql`
    create index request_logs_errors on request_logs (workspace_id, at, request_id) where status >= 400`.execute(db);

  // An empty project counts what concerns the workspace.
  await sql`
    create table request_counts (
      requests bigint not null,
      errors bigint not null,
      workspace_id text collate "C" not null,
      hour timestamptz not null,
      project_id text collate "C" not null,
      primary key (workspace_id, hour, project_id))`.execute(db);
  for (const table of ['request_logs', 'request_counts']) await isolateByWorkspace(db, table);

  // A process writes the requests of all workspaces together, so this bypasses row-level security. Counts of projects that do
  // not exist are the workspace's, so that made-up ids make no rows. In the order of the keys, so that processes that write
  // at the same time wait for each other and do not deadlock.
  await sql`
    create function record_requests(entries json, counts json) returns void language sql security definer
    set search_path = public
    begin atomic
      insert into request_logs (at, milliseconds, status, workspace_id, request_id, project_id, actor_id, method, route,
        path, code, body, problem)
      select at, milliseconds, status, workspace_id, request_id, project_id, actor_id, method, route,
        path, code, body, problem
      from json_to_recordset(entries) e(
        at timestamptz, milliseconds real, status smallint, workspace_id text collate "C",
        request_id text collate "C", project_id text, actor_id text, method text, route text, path text, code text,
        body text, problem jsonb)
      order by workspace_id, request_id on conflict do nothing;

      insert into request_counts as r (workspace_id, hour, project_id, requests, errors)
      select c.workspace_id, c.hour, coalesce(p.id, ''), sum(c.requests), sum(c.errors)
      from json_to_recordset(counts) c(
        workspace_id text collate "C", hour timestamptz, project_id text collate "C", requests bigint, errors bigint)
      left join projects p on p.id = c.project_id and p.workspace_id = c.workspace_id
      group by 1, 2, 3 order by 1, 2, 3
      on conflict (workspace_id, hour, project_id)
      do update set requests = r.requests + excluded.requests, errors = r.errors + excluded.errors;
    end`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function record_requests(json, json)`.execute(db);
  await sql`drop table request_counts, request_logs`.execute(db);
}
