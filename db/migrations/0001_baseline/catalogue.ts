import { type Kysely, sql } from 'kysely';
import { isolateByWorkspace } from '../helpers/isolate-by-workspace.ts';

/**
 * Items and users. Collation "C" compares the bytes of ids: ids that differ only in their normal form (NFC, NFD) are
 * different ids. It is also the fastest to index.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table items (
      workspace_id text collate "C" not null,
      project_id text collate "C" not null,
      item_id text collate "C" not null,
      title text,
      description text,
      categories text[] not null default '{}',
      tags text[] not null default '{}',
      price double precision,
      image_url text,
      url text,
      owner_id text,
      created_at timestamptz,
      hidden boolean not null default false,
      custom jsonb not null default '{}',
      import_id text,
      updated_at timestamptz not null default now(),
      primary key (project_id, item_id),
      foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade)`.execute(db);
  // By hash, because a title can be longer than a b-tree entry.
  await sql`create index items_title on items (project_id, md5(title))`.execute(db);
  await sql`create index items_latest on items (project_id, created_at desc nulls last, item_id)`.execute(db);
  await sql`create extension if not exists pg_trgm`.execute(db);
  await sql`create extension if not exists btree_gin`.execute(db);
  await sql`create index items_title_search on items using gin (project_id, title gin_trgm_ops)`.execute(db);

  await sql`
    create table users (
      workspace_id text collate "C" not null,
      project_id text collate "C" not null,
      user_id text collate "C" not null,
      custom jsonb not null default '{}',
      import_id text,
      updated_at timestamptz not null default now(),
      primary key (project_id, user_id),
      foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade)`.execute(db);

  for (const table of ['items', 'users']) await isolateByWorkspace(db, table);

  // Runs with its owner's rights: under row-level security `ilike`, which is not leakproof, could not use the index. It
  // filters by the workspace of the transaction, as the policy does. Each branch ends at its own limit: in the order of
  // the key where many titles match. The planner must know the pattern to choose between that and the index on titles.
  await sql`
    create function search_items(of_project text, title_pattern text, id_start text, after_id text, at_most integer)
    returns setof items language plpgsql stable security definer
    set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
    begin
      return query
        with found as (
          (select i.item_id from items i
            where i.workspace_id = current_workspace() and i.project_id = of_project and i.title ilike title_pattern
              and i.item_id > after_id collate "C" order by i.item_id limit at_most)
          union
          (select i.item_id from items i
            where i.workspace_id = current_workspace() and i.project_id = of_project
              and i.item_id > after_id collate "C"
              and i.item_id >= id_start collate "C" and i.item_id < (id_start || chr(1114111)) collate "C"
            order by i.item_id limit at_most))
        select i.* from (select f.item_id from found f order by f.item_id limit at_most) page
          join items i on i.project_id = of_project and i.item_id = page.item_id order by i.item_id;
    end $$`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function search_items(text, text, text, text, integer)`.execute(db);
  await sql`drop table users, items`.execute(db);
  await sql`drop extension if exists btree_gin`.execute(db);
  await sql`drop extension if exists pg_trgm`.execute(db);
}
