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
  // Keys are read before their workspaces are known, so this function bypasses row-level security: rows by their hashes.
  await sql`
    create function find_api_keys(hashes bytea[]) returns setof api_keys language sql stable security definer
    set search_path = public
    begin atomic
      select * from api_keys
      where hash = any (hashes) and revoked_at is null and (expires_at is null or expires_at > now());
    end`.execute(db);

  // Browsers ask whether a page may call before they send its key: whether any key of any workspace names its origin.
  await sql`create index api_keys_origins on api_keys using gin (origins) where origins is not null`.execute(db);
  await sql`
    create function is_publishable_origin(origin text) returns boolean language sql stable security definer
    set search_path = public
    begin atomic
      select exists (select from api_keys where origins @> array[origin] and origins is not null
        and revoked_at is null and (expires_at is null or expires_at > now()));
    end`.execute(db);

  // What keys, accounts and addresses have used of their rate limits, in the shape of rate-limiter-flexible. Without a
  // write-ahead log: after a crash, windows start again.
  await sql`
    create unlogged table rate_limits (
      key varchar(255) collate "C" primary key,
      points integer not null default 0,
      expire bigint)`.execute(db);
  await sql`create index rate_limits_expire on rate_limits (expire)`.execute(db);

  // status is null while the first request is under way, of which `attempt` is the id; `locked_until` bounds how long a
  // process that was killed keeps others from trying again. `body` is encrypted: it may contain a new key.
  await sql`
    create table idempotency_keys (
      workspace_id text collate "C" not null,
      actor_id text collate "C" not null,
      key text collate "C" not null,
      request_hash bytea not null,
      attempt text not null,
      locked_until timestamptz not null,
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

  // What these workspaces have used since a day, for the quotas of a process that serves all of them.
  await sql`
    create function read_usage(workspace_ids text[], since date)
    returns table (workspace_id text, kind text, count bigint)
    language sql stable security definer set search_path = public
    begin atomic
      select u.workspace_id, u.kind, sum(u.count)::bigint from usage_counts u
      where u.workspace_id = any (workspace_ids) and u.day >= since group by 1, 2;
    end`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function read_usage(text[], date)`.execute(db);
  await sql`drop function record_usage(text[], date[], text[], text[], bigint[])`.execute(db);
  await sql`drop table usage_counts, idempotency_keys, rate_limits`.execute(db);
  await sql`drop function is_publishable_origin(text)`.execute(db);
  await sql`drop index api_keys_origins`.execute(db);
  await sql`drop function find_api_keys(bytea[])`.execute(db);
  await sql`
    alter table api_keys
      drop column expires_at, drop column replaced_by, drop column rate_limit, drop column rate_window_seconds,
      drop column origins`.execute(db);
  await sql`
    create function find_api_key(key_hash bytea) returns api_keys language sql stable security definer
    set search_path = public
    begin atomic select * from api_keys where hash = key_hash and revoked_at is null; end`.execute(db);
}
