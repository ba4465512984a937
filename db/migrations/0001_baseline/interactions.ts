import { type Kysely, sql } from 'kysely';
import { isolateByProject } from '../helpers/isolate-by-project.ts';

const partitions = 16;

/**
 * Interactions, and the numbers that stand for a tenant's ids in them. Sizes are measured in
 * docs/decisions/0401-interactions-by-numbers.md.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // kind: u(ser), i(tem) or t(ype). Numbers start at 1 and never change. The second index begins with the number: if it
  // began as the primary key does, the planner could choose it for a lookup by id while the table has no statistics.
  await sql`
    create table id_numbers (
      project_number integer not null references projects (number) on delete cascade,
      number integer not null,
      kind "char" not null check (kind in ('u', 'i', 't')),
      id text collate "C" not null,
      primary key (project_number, kind, id),
      unique (number, kind, project_number),
      constraint too_many_types check (kind <> 't' or number <= 32767))`.execute(db);

  // The last assigned number: its row is locked while new numbers are assigned.
  await sql`
    create table last_numbers (
      project_number integer not null references projects (number) on delete cascade,
      last integer not null,
      kind "char" not null,
      primary key (project_number, kind))`.execute(db);

  // Call it in a short transaction: the lock on new numbers of this project and kind lasts until the commit. `limit`
  // makes each lookup one descent of the index: without statistics, the planner may choose a nested loop over all rows.
  await sql`
    create function number_ids(of_project integer, of_kind "char", asked text[])
    returns table (id text, number integer) language plpgsql as $$
    #variable_conflict use_column
    declare
      given integer;
    begin
      insert into last_numbers (project_number, kind, last) values (of_project, of_kind, 0) on conflict do nothing;
      select last into given from last_numbers where project_number = of_project and kind = of_kind for update;
      insert into id_numbers (project_number, kind, id, number)
      select of_project, of_kind, missing.id, given + row_number() over (order by missing.place)
        from (select a.id, min(a.place) as place from unnest(asked) with ordinality as a(id, place)
          where (select known.number from id_numbers known
            where known.project_number = of_project and known.kind = of_kind and known.id = a.id limit 1) is null
          group by a.id) missing;
      get diagnostics given = row_count;
      update last_numbers set last = last + given
        where project_number = of_project and kind = of_kind and given > 0;
      return query select distinct on (a.id) a.id, n.number from unnest(asked) as a(id)
        cross join lateral (select known.number from id_numbers known
          where known.project_number = of_project and known.kind = of_kind and known.id = a.id limit 1) n;
    end $$`.execute(db);

  // Eight columns from wide to narrow: the null bitmap of a ninth would make every row header 8 bytes longer. The key
  // begins with a user, so that the latest interactions of one user are neighbours on disk at any size. An unknown time
  // is 1970-01-01. Partitions are in a separate schema, on which the app has no rights: rows are reached only
  // through the parent, whose policy applies. The hash includes the user, so that one large project fills all partitions.
  await sql`create schema partitions`.execute(db);
  await sql`
    create table interactions (
      occurred_at timestamptz not null,
      project_number integer not null,
      user_number integer not null,
      item_number integer not null,
      import_number integer,
      value real,
      type_number smallint not null,
      ordinal smallint not null default 0,
      primary key (project_number, user_number, occurred_at, item_number, type_number, ordinal))
    partition by hash (project_number, user_number)`.execute(db);
  for (let part = 0; part < partitions; part++) {
    await sql`
      create table ${sql.table(`partitions.interactions_${String(part).padStart(2, '0')}`)}
      partition of interactions for values with (modulus ${sql.lit(partitions)}, remainder ${sql.lit(part)})`.execute(
      db,
    );
  }

  // The caller's id of an event and the recommendation that led to it. A separate table, because few interactions have them.
  await sql`
    create table event_details (
      occurred_at timestamptz not null,
      project_number integer not null references projects (number) on delete cascade,
      user_number integer not null,
      item_number integer not null,
      type_number smallint not null,
      ordinal smallint not null default 0,
      event_id text collate "C",
      recommendation_id text,
      primary key (project_number, user_number, occurred_at, item_number, type_number, ordinal))`.execute(db);
  await sql`
    create unique index event_details_event on event_details (project_number, event_id)
    where event_id is not null`.execute(db);

  // A project's counts are the sums over its slots: connections write to different slots and seldom wait for each other.
  await sql`
    create table project_counts (
      items bigint not null,
      users bigint not null,
      interactions bigint not null,
      project_number integer not null references projects (number) on delete cascade,
      slot smallint not null,
      primary key (project_number, slot)) with (fillfactor = 50)`.execute(db);

  for (const table of ['last_numbers', 'id_numbers', 'interactions', 'event_details', 'project_counts'])
    await isolateByProject(db, table);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table project_counts, event_details, interactions`.execute(db);
  await sql`drop schema partitions`.execute(db);
  await sql`drop function number_ids(integer, "char", text[])`.execute(db);
  await sql`drop table last_numbers, id_numbers`.execute(db);
}
