import { type Kysely, sql } from 'kysely';

/**
 * The two reads of a recommendation request, each in one round trip: a function that is called outside a transaction runs
 * in its own one, in which it sets the workspace before it reads. The functions run with the caller's rights, so row-level
 * security applies.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function read_recommendation_request(
      of_workspace text, of_project text, of_user text, of_title text, history_limit integer,
      out live_version integer, out has_catalogue boolean, out notify_served boolean, out titled_item text,
      out history json, out user_fields jsonb)
    returns setof record language plpgsql as $$
    declare
      project projects;
      numbered_user integer;
    begin
      perform set_config('curio.workspace_id', of_workspace, true);
      select * into project from projects p where p.id = of_project and p.deleted_at is null;
      if not found then return; end if;
      select u.number into numbered_user from id_numbers u
        where of_user is not null and u.project_number = project.number and u.kind = 'u' and u.id = of_user;
      return query select project.live_version,
        exists (select from items i where i.project_id = project.id),
        exists (select from webhook_endpoints e where e.project_id = project.id and e.disabled_at is null
          and 'recommendation.served' = any(e.events)),
        case when of_title is not null then
          (select i.item_id from items i where i.project_id = project.id and md5(i.title) = md5(of_title)
            and i.title = of_title order by i.hidden, i.item_id limit 1) end,
        case when numbered_user is null then '[]' else
          coalesce((select json_agg(json_build_array(
              (select n.id from id_numbers n where n.project_number = project.number and n.kind = 'i'
                and n.number = newest.item_number limit 1),
              (select n.id from id_numbers n where n.project_number = project.number and n.kind = 't'
                and n.number = newest.type_number limit 1), newest.value, extract(epoch from newest.occurred_at)::bigint)
              order by newest.occurred_at desc, newest.item_number desc, newest.type_number desc, newest.ordinal desc)
            from (select x.* from interactions x
              where x.project_number = project.number and x.user_number = numbered_user
              order by x.occurred_at desc, x.item_number desc, x.type_number desc, x.ordinal desc
              limit history_limit) newest), '[]') end,
        case when of_user is not null then
          (select u.custom from users u where u.project_id = project.id and u.user_id = of_user) end;
    end $$`.execute(db);

  await sql`
    create function read_visible_items(of_workspace text, of_project text, ids text[])
    returns setof items language plpgsql as $$
    begin
      perform set_config('curio.workspace_id', of_workspace, true);
      return query select * from items i where i.project_id = of_project and i.item_id = any(ids) and not i.hidden;
    end $$`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function read_visible_items(text, text, text[])`.execute(db);
  await sql`drop function read_recommendation_request(text, text, text, text, integer)`.execute(db);
}
