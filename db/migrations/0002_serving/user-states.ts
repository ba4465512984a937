import { type Kysely, sql } from 'kysely';

/**
 * Reads what serving keeps of users in memory, for many users in one round trip: a function that is called outside a
 * transaction runs in its own one, in which it sets the workspace before it reads. It runs with the caller's rights, so
 * row-level security applies.
 *
 * One row per user of `user_ids`, by its place in them from 1. `events` has 18 bytes per event, newest first: item number
 * (4), type number (2), value (4, NaN without one), microseconds since 2000 (8), in network order; null without events.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // `limit` makes each lookup one descent of an index: without statistics, a join may read all rows. The plan does not
  // depend on the ids, so it is made once per connection.
  await sql`
    create function read_user_states(of_workspace text, of_project text, user_ids text[], history_limit integer)
    returns table (place integer, events bytea, fields jsonb) language plpgsql
    set plan_cache_mode = force_generic_plan as $$
    declare
      of_number integer;
    begin
      perform set_config('curio.workspace_id', of_workspace, true);
      select p.number into of_number from projects p where p.id = of_project;
      return query
        select asked.place::integer, history.events, known.custom
        from unnest(user_ids) with ordinality as asked (id, place)
        left join lateral (select n.number from id_numbers n
          where n.project_number = of_number and n.kind = 'u' and n.id = asked.id limit 1) numbered on true
        left join lateral (
          select string_agg(int4send(newest.item_number) || int2send(newest.type_number)
            || float4send(coalesce(newest.value, 'NaN')) || timestamptz_send(newest.occurred_at), '') as events
          from (select x.item_number, x.type_number, x.value, x.occurred_at from interactions x
            where x.project_number = of_number and x.user_number = numbered.number
            order by x.occurred_at desc, x.item_number desc, x.type_number desc, x.ordinal desc
            limit history_limit) newest) history on true
        left join lateral (select u.custom from users u
          where u.project_id = of_project and u.user_id = asked.id limit 1) known on true;
    end $$`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function read_user_states(text, text, text[], integer)`.execute(db);
}
