import { type Kysely, sql } from 'kysely';
import { isolateByWorkspace } from '../helpers/isolate-by-workspace.ts';

/** Keys that expire, are replaced and have limits; answers kept for a repeated Idempotency-Key; usage by day. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop function find_api_key(bytea)`.execute(db);
  await sql`
    alter table api_keys
      add column expires_at timestamptz,
      add column replaced_by text collate "C",
      add column rate_limit integer,
      add column rate_window_seconds integer,
      add column origins text[]`.execute(db);
  // A key is read before its workspace is known, so this function bypasses row-level security: one row, by its hash.
  await sql`
    create function find_api_key(key_hash bytea) returns api_keys language sql stable security definer
    set search_path = public
    begin atomic
      select * from api_keys
      where hash = key_hash and revoked_at is null and (expires_at is null or expires_at > now());
    end`.execute(db);

  // status is null while the first request is under way. `body` is encrypted: it may contain a new key.
  await sql`
    create table idempotency_keys (
      workspace_id text collate "C" not null,
      actor_id text collate "C" not null,
      key text collate "C" not null,
      request_hash bytea not null,
      status integer,
      content_type text,
      body bytea,
      created_at timestamptz not null default now(),
      primary key (workspace_id, actor_id, key))`.execute(db);
  await sql`create index idempotency_keys_created on idempotency_keys (created_at)`.execute(db);

  // An empty project counts what concerns the workspace.
  await sql`
    create table usage_counts (
      count bigint not null,
      workspace_id text collate "C" not null,
      day date not null,
      project_id text collate "C" not null,
      kind text not null,
      primary key (workspace_id, day, project_id, kind))`.execute(db);
  for (const table of ['idempotency_keys', 'usage_counts']) await isolateByWorkspace(db, table);

  // The counts of all workspaces are written together, so this bypasses row-level security. In the order of the key, so
  // that processes that write at the same time wait for each other and do not deadlock.
  await sql`
    create function record_usage(
      workspace_ids text[], days date[], project_ids text[], kinds text[], counts bigint[])
    returns void language sql security definer set search_path = public
    begin atomic
      insert into usage_counts as u (workspace_id, day, project_id, kind, count)
      select added.workspace_id, added.day, added.project_id, added.kind, sum(added.count)
        from unnest(workspace_ids, days, project_ids, kinds, counts) added (workspace_id, day, project_id, kind, count)
        group by 1, 2, 3, 4 order by 1, 2, 3, 4
      on conflict (workspace_id, day, project_id, kind) do update set count = u.count + excluded.count;
    end`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function record_usage(text[], date[], text[], text[], bigint[])`.execute(db);
  await sql`drop table usage_counts, idempotency_keys`.execute(db);
  await sql`drop function find_api_key(bytea)`.execute(db);
  await sql`
    alter table api_keys
      drop column expires_at, drop column replaced_by, drop column rate_limit, drop column rate_window_seconds,
      drop column origins`.execute(db);
  await sql`
    create function find_api_key(key_hash bytea) returns api_keys language sql stable security definer
    set search_path = public
    begin atomic select * from api_keys where hash = key_hash and revoked_at is null; end`.execute(db);
}
