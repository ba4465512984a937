import { type Kysely, sql } from 'kysely';

/**
 * The two reads of a recommendation, each one round trip: called outside a transaction, a function is a transaction of
 * its own, in which it sets the workspace before it reads. Row-level security holds as everywhere: they run with the
 * caller's rights.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function read_recommendation_request(
      of_workspace text, of_project text, of_user text, of_title text, history_limit integer,
      out live_version integer, out has_catalogue boolean, out notify_served boolean, out titled_item text,
      out history json, out user_fields jsonb)
    returns setof record language plpgsql as $$
    begin
      perform set_config('curio.workspace_id', of_workspace, true);
      return query select p.live_version,
        exists (select from items i where i.project_id = p.id),
        exists (select from webhook_endpoints e where e.project_id = p.id and e.disabled_at is null
          and 'recommendation.served' = any(e.events)),
        case when of_title is not null then
          (select i.item_id from items i where i.project_id = p.id and md5(i.title) = md5(of_title)
            and i.title = of_title order by i.hidden, i.item_id limit 1) end,
        case when of_user is null then '[]' else
          coalesce((select json_agg(json_build_array(
              newest.item_id, newest.type, newest.value, extract(epoch from newest.occurred_at)::bigint))
            from (select x.item_id, x.type, x.value, x.occurred_at from interactions x
              where x.project_id = p.id and x.user_id = of_user
              order by x.occurred_at desc limit history_limit) newest), '[]') end,
        (select u.custom from users u where u.project_id = p.id and u.user_id = of_user)
        from projects p where p.id = of_project and p.deleted_at is null;
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
