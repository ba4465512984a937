import { type Kysely, sql } from 'kysely';
import { isolateByWorkspace } from '../helpers/isolate-by-workspace.ts';

/**
 * Projects and API keys, and the rule that every tenant table follows: row-level security lets a statement see and
 * write only rows of the workspace that its transaction has set. Unset means no rows.
 *
 * Times that lists are sorted by have milliseconds, the precision of a cursor.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // After a commit, a setting of `set_config(…, true)` is '' and not null, hence nullif.
  await sql`
    create function current_workspace() returns text language sql stable parallel safe
    return nullif(current_setting('curio.workspace_id', true), '')`.execute(db);

  await sql`
    create table projects (
      id text collate "C" primary key,
      workspace_id text collate "C" not null,
      number integer not null generated always as identity unique,
      name text not null,
      live_version integer,
      previous_version integer,
      last_version integer not null default 0,
      last_import integer not null default 0,
      created_at timestamptz not null default date_trunc('milliseconds', now()),
      deleted_at timestamptz,
      unique (workspace_id, id))`.execute(db);
  await sql`create index projects_workspace on projects (workspace_id, created_at)`.execute(db);

  await sql`
    create table api_keys (
      id text collate "C" primary key,
      workspace_id text collate "C" not null,
      name text not null,
      hash bytea not null unique,
      prefix text not null,
      last4 text not null,
      scopes text[] not null,
      project_ids text[],
      environment text not null,
      created_by text,
      created_at timestamptz not null default date_trunc('milliseconds', now()),
      last_used_at timestamptz,
      revoked_at timestamptz)`.execute(db);
  await sql`create index api_keys_workspace on api_keys (workspace_id, created_at)`.execute(db);

  for (const table of ['projects', 'api_keys']) await isolateByWorkspace(db, table);

  // The projects that the policy above permits, for tables whose rows have a project and no workspace.
  await sql`
    create function current_projects() returns integer[] language sql stable parallel safe
    begin atomic select coalesce(array_agg(number), '{}') from projects; end`.execute(db);

  // A key is read before its workspace is known, so this function bypasses row-level security: one row, by its hash.
  await sql`
    create function find_api_key(key_hash bytea) returns api_keys language sql stable security definer
    set search_path = public
    begin atomic select * from api_keys where hash = key_hash and revoked_at is null; end`.execute(db);

  // Uses of keys of all workspaces are written together, so this bypasses row-level security too: it writes one column.
  await sql`
    create function record_key_use(ids text[], times timestamptz[]) returns void language sql security definer
    set search_path = public
    begin atomic
      update api_keys k set last_used_at = u.used_at
      from unnest(ids, times) u (id, used_at)
      where k.id = u.id and (k.last_used_at is null or k.last_used_at < u.used_at);
    end`.execute(db);

  // A deleted project has no live version: API processes must stop serving it.
  await sql`
    create function notify_live() returns trigger language plpgsql as $$
    begin
      perform pg_notify('curio_live', json_build_object(
        'workspaceId', new.workspace_id, 'projectId', new.id,
        'version', case when new.deleted_at is null then new.live_version end)::text);
      return null;
    end $$`.execute(db);
  await sql`
    create trigger notify_live after update of live_version, deleted_at on projects
    for each row when ((old.live_version, old.deleted_at) is distinct from (new.live_version, new.deleted_at))
    execute function notify_live()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function record_key_use(text[], timestamptz[])`.execute(db);
  await sql`drop function find_api_key(bytea)`.execute(db);
  await sql`drop function current_projects()`.execute(db);
  await sql`drop table api_keys, projects`.execute(db);
  await sql`drop function notify_live()`.execute(db);
  await sql`drop function current_workspace()`.execute(db);
}
