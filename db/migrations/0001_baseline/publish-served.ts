import { type Kysely, sql } from 'kysely';

/**
 * Writes a delivery of `recommendation.served` for each message and each endpoint that subscribes to it, for messages of
 * many workspaces in one call. It runs with the caller's rights and sets the workspace before it reads or writes rows of
 * it, so row-level security applies. Endpoints are locked as in `publishEvent`: without the lock, a delivery to an endpoint
 * that is deleted concurrently would violate its foreign key and abort all other deliveries.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function publish_served(of_workspaces text[], of_projects text[], of_payloads jsonb[])
    returns table (workspace_id text, project_id text, delivery_id text) language plpgsql as $$
    #variable_conflict use_column
    declare
      of_workspace text;
    begin
      for of_workspace in select distinct w from unnest(of_workspaces) w order by w loop
        perform set_config('curio.workspace_id', of_workspace, true);
        return query
          with subscribed as (
            select e.id, e.project_id from webhook_endpoints e
            where e.project_id = any(of_projects) and e.disabled_at is null
              and 'recommendation.served' = any(e.events)
            order by e.id for key share),
          written as (
            insert into webhook_deliveries (id, workspace_id, project_id, endpoint_id, type, payload)
            select 'msg_' || replace(gen_random_uuid()::text, '-', ''), of_workspace, s.project_id, s.id,
              'recommendation.served', m.payload
            from unnest(of_workspaces, of_projects, of_payloads) m (workspace_id, project_id, payload)
            join subscribed s on s.project_id = m.project_id
            where m.workspace_id = of_workspace
            returning project_id, id)
          select of_workspace, written.project_id, written.id from written;
      end loop;
      perform set_config('curio.workspace_id', '', true);
    end $$`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function publish_served(text[], text[], jsonb[])`.execute(db);
}
