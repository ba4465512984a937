import { type Kysely, sql } from 'kysely';

/**
 * Stores events without an event id: one row for equal user, item, type and time, with the value of the last one sent. In a
 * function, because its plan is made once per connection: planning took longer than storing a few events. Called outside a
 * transaction it is a whole one in one round trip, and with `alone` it appends the change and adds to the insights. It runs
 * with the caller's rights, so row-level security applies.
 *
 * `placements` and `versions` are of the recommendations of events that count in the insights, else null. Returns whether there
 * is such a project; whether all ids have numbers, without which nothing is written; and what the rows that are new add to
 * the insights.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // In one statement in the order of the key, which prevents deadlocks. Until the commit, other transactions that count the
  // same row wait, so it comes last.
  await sql`
    create function add_insights(of_number integer, added json) returns void language plpgsql as $$
    begin
      insert into insight_counts (project_number, day, placement, version, impressions, clicks, conversions)
      select of_number, a.day, a.placement, a.version, coalesce(sum(a.count) filter (where a.type = 'impression'), 0),
        coalesce(sum(a.count) filter (where a.type = 'click'), 0),
        coalesce(sum(a.count) filter (where a.type = 'convert'), 0)
      from json_to_recordset(added)
        as a(version integer, day date, placement text collate "C", type text, count bigint)
      group by a.day, a.placement, a.version order by a.day, a.placement, a.version
      on conflict (project_number, day, placement, version) do update set
        impressions = insight_counts.impressions + excluded.impressions,
        clicks = insight_counts.clicks + excluded.clicks,
        conversions = insight_counts.conversions + excluded.conversions;
    end $$`.execute(db);

  // Rows are written in the order of their keys, and in the order of tables that imports have, which prevents deadlocks.
  // `limit` makes each lookup one descent of an index: without statistics, a join may read all rows. The lock is the one of
  // `markStoring`.
  await sql`
    create function store_events(
      of_workspace text, of_project text, user_ids text[], item_ids text[], types text[], event_values real[],
      times timestamptz[], recommendation_ids text[], placements text[], versions integer[], alone boolean,
      out project_exists boolean, out complete boolean, out insights json)
    language plpgsql set plan_cache_mode = force_generic_plan as $$
    declare
      of_number integer;
      outdated json;
    begin
      perform set_config('curio.workspace_id', of_workspace, true);
      select p.number into of_number from projects p
        where p.id = of_project and p.deleted_at is null for key share;
      project_exists := of_number is not null;
      if not project_exists then return; end if;
      perform pg_advisory_xact_lock_shared(of_number, 64);

      with sent as (
        select distinct on (user_id, occurred_at, item_id, type) *
        from unnest(user_ids, item_ids, types, event_values, times, recommendation_ids, placements, versions)
          with ordinality as t(
            user_id, item_id, type, value, occurred_at, recommendation_id, placement, version, place)
        order by user_id, occurred_at, item_id, type, place desc),
      numbered as (
        select s.*, u.number as user_number, i.number as item_number, t.number::smallint as type_number from sent s
        cross join lateral (select d.number from id_numbers d
          where d.project_number = of_number and d.kind = 'u' and d.id = s.user_id limit 1) u
        cross join lateral (select d.number from id_numbers d
          where d.project_number = of_number and d.kind = 'i' and d.id = s.item_id limit 1) i
        cross join lateral (select d.number from id_numbers d
          where d.project_number = of_number and d.kind = 't' and d.id = s.type limit 1) t),
      known as (select (select count(*) from sent) = (select count(*) from numbered) as yes),
      inserted as (
        insert into interactions (project_number, user_number, occurred_at, item_number, type_number, value)
        select of_number, n.user_number, n.occurred_at, n.item_number, n.type_number, n.value from numbered n
        where (select yes from known) order by n.user_number, n.occurred_at, n.item_number, n.type_number
        on conflict do nothing returning user_number, occurred_at, item_number, type_number),
      seen as (
        insert into users (workspace_id, project_id, user_id)
        select distinct of_workspace, of_project, n.user_id from numbered n
        where (select yes from known) and (select count(*) from inserted) >= 0
        order by n.user_id on conflict (project_id, user_id) do nothing returning 1),
      details as (
        insert into event_details
          (project_number, user_number, occurred_at, item_number, type_number, recommendation_id)
        select of_number, n.user_number, n.occurred_at, n.item_number, n.type_number, n.recommendation_id
        from numbered n where (select yes from known) and n.recommendation_id is not null
        order by n.user_number, n.occurred_at, n.item_number, n.type_number
        on conflict (project_number, user_number, occurred_at, item_number, type_number, ordinal)
        do update set recommendation_id = excluded.recommendation_id),
      counted as (
        insert into project_counts (project_number, slot, items, users, interactions)
        select of_number, pg_backend_pid() % 16, 0, c.users, c.interactions
        from (select (select count(*) from inserted) as interactions, (select count(*) from seen) as users) c
        where c.users + c.interactions > 0
        on conflict (project_number, slot) do update set users = project_counts.users + excluded.users,
          interactions = project_counts.interactions + excluded.interactions),
      changed as (
        select n.user_number, n.occurred_at, n.item_number, n.type_number, n.value from numbered n
        cross join lateral (
          select x.value from interactions x where x.project_number = of_number
            and x.user_number = n.user_number and x.occurred_at = n.occurred_at and x.item_number = n.item_number
            and x.type_number = n.type_number and x.ordinal = 0 limit 1) before
        where (select yes from known) and before.value is distinct from n.value
        order by n.user_number, n.occurred_at, n.item_number, n.type_number),
      -- Grouped, not joined: without statistics, a join may compare all rows with all.
      counting as (
        select occurred_at, max(type) as type, max(placement) as placement, max(version) as version
        from (
          select n.user_number, n.occurred_at, n.item_number, n.type_number, n.type, n.placement, n.version,
            false as fresh
          from numbered n where n.placement is not null
          union all
          select i.user_number, i.occurred_at, i.item_number, i.type_number, null, null, null, true from inserted i
          where exists (select from numbered n where n.placement is not null)) both_sides
        group by user_number, occurred_at, item_number, type_number having bool_or(fresh)),
      counts as (
        select version, (occurred_at at time zone 'UTC')::date::text as day, placement, type, count(*) as count
        from counting where placement is not null group by 1, 2, 3, 4)
      select k.yes, (select json_agg(c) from changed c), (select coalesce(json_agg(c), '[]') from counts c)
      into complete, outdated, insights from known k;

      if not complete then return; end if;
      -- Rows are locked in the order of their keys before the update, whose plan may have another order.
      if outdated is not null then
        with locked as materialized (
          select n.* from json_to_recordset(outdated) as n(
            user_number integer, occurred_at timestamptz, item_number integer, type_number smallint, value real)
          cross join lateral (
            select from interactions x where x.project_number = of_number and x.user_number = n.user_number
              and x.occurred_at = n.occurred_at and x.item_number = n.item_number
              and x.type_number = n.type_number and x.ordinal = 0 limit 1 for no key update) x)
        update interactions x set value = n.value from locked n
        where x.project_number = of_number and x.user_number = n.user_number and x.occurred_at = n.occurred_at
          and x.item_number = n.item_number and x.type_number = n.type_number and x.ordinal = 0;
      end if;
      if alone then
        insert into changes (project_number, kind, ids)
        values (of_number, 'u', array(select distinct id from unnest(user_ids) id));
        if json_array_length(insights) > 0 then perform add_insights(of_number, insights); end if;
      end if;
    end $$`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop function store_events(
      text, text, text[], text[], text[], real[], timestamptz[], text[], text[], integer[], boolean)`.execute(db);
  await sql`drop function add_insights(integer, json)`.execute(db);
}
