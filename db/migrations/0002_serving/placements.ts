import { type Kysely, sql } from 'kysely';
import { isolateByProject } from '../helpers/isolate-by-project.ts';
import { isolateByWorkspace } from '../helpers/isolate-by-workspace.ts';

/** Placements, the types of owner-defined fields, and how often recommendations were shown, clicked and converted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table placements (
      workspace_id text collate "C" not null,
      project_id text collate "C" not null,
      name text collate "C" not null,
      settings jsonb not null,
      created_at timestamptz not null default date_trunc('milliseconds', now()),
      updated_at timestamptz not null default date_trunc('milliseconds', now()),
      primary key (project_id, name),
      foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade)`.execute(db);

  // kind: of u(sers) or i(tems).
  await sql`
    create table custom_fields (
      workspace_id text collate "C" not null,
      project_id text collate "C" not null,
      kind "char" not null check (kind in ('u', 'i')),
      name text collate "C" not null,
      type text not null,
      primary key (project_id, kind, name),
      foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade)`.execute(db);

  // The own fields of items and users that were imported before: the type of the last mapping counts.
  await sql`
    insert into custom_fields (workspace_id, project_id, kind, name, type)
    select distinct on (i.project_id, i.kind, name) i.workspace_id, i.project_id,
      (case i.kind when 'items' then 'i' else 'u' end)::"char", name, coalesce(target ->> 'type', 'category')
    from imports i cross join lateral jsonb_each(i.mapping -> 'columns') mapped (column_name, target)
    cross join lateral (select coalesce(target ->> 'name', column_name)) named (name)
    where i.phase = 'applied' and i.kind in ('items', 'users') and target ->> 'field' = 'custom'
    order by i.project_id, i.kind, name, i.number desc`.execute(db);

  // An empty placement and version 0 count the recommendations that had none.
  await sql`
    create table insight_counts (
      impressions bigint not null default 0,
      clicks bigint not null default 0,
      conversions bigint not null default 0,
      project_number integer not null references projects (number) on delete cascade,
      version integer not null,
      day date not null,
      placement text collate "C" not null,
      primary key (project_number, day, placement, version))`.execute(db);

  for (const table of ['placements', 'custom_fields']) await isolateByWorkspace(db, table);
  await isolateByProject(db, 'insight_counts');
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table insight_counts, custom_fields, placements`.execute(db);
}
