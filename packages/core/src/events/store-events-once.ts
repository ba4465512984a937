import { sql, type Trx } from '@curio/db';
import type { InsightCount } from '../insights/add-insights.ts';
import { addUsers, countRows, type EventProject, eventRows, numbered, type TimedEvent } from './event-rows.ts';

/** A concurrent import or request without event ids can insert a row with the same key; the next attempt reads it. */
const maxAttempts = 20;

/**
 * Stores each event with an event id once, however often it is sent; the first one is kept. Two events with different ids
 * and equal user, item, type and time are two rows with the ordinals 0 and 1. Call `lockUsers` before it.
 * @returns what the rows that are new add to the insights; undefined, without having written an event, where some ids have
 * no number yet.
 */
export async function storeEventsOnce(
  trx: Trx,
  project: EventProject,
  events: readonly TimedEvent[],
): Promise<InsightCount[] | undefined> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    await sql`savepoint storing`.execute(trx);
    const { complete, fresh, inserted, insights } = await insertOnce(trx, project, events);
    if (!complete) return undefined;
    if (inserted === fresh) return insights;
    await sql`rollback to savepoint storing`.execute(trx);
  }
  throw new Error('Too many concurrent requests sent events of equal user, item, type and time');
}

async function insertOnce(trx: Trx, project: EventProject, events: readonly TimedEvent[]) {
  const last = (table: 'interactions' | 'event_details') => sql`
    (select x.ordinal from ${sql.table(table)} x where x.project_number = ${project.number}
      and x.user_number = n.user_number and x.occurred_at = n.occurred_at and x.item_number = n.item_number
      and x.type_number = n.type_number order by x.ordinal desc limit 1)`;
  const { rows } = await sql<{ complete: boolean; fresh: number; inserted: number; insights: InsightCount[] }>`
    with sent as (
      select distinct on (event_id) * from ${eventRows(events)} order by event_id, place),
    numbered as (${numbered(project)}),
    complete as (select (select count(*) from sent) = (select count(*) from numbered) as yes),
    fresh as (
      select *, coalesce(greatest(${last('interactions')}, ${last('event_details')}) + 1, 0)
        + row_number() over (partition by user_number, occurred_at, item_number, type_number order by place) - 1
        as ordinal
      from numbered n
      -- The limit makes this one lookup per row: without statistics, the planner may choose a nested loop over all rows.
      where (select yes from complete) and (
        select d.event_id from event_details d
        where d.project_number = ${project.number} and d.event_id = n.event_id limit 1) is null),
    claimed as (
      insert into event_details
        (project_number, user_number, occurred_at, item_number, type_number, ordinal, event_id, recommendation_id)
      select ${project.number}, user_number, occurred_at, item_number, type_number, ordinal, event_id,
        recommendation_id
      from fresh order by event_id on conflict do nothing returning 1),
    inserted as (
      insert into interactions (project_number, user_number, occurred_at, item_number, type_number, ordinal, value)
      select ${project.number}, user_number, occurred_at, item_number, type_number, ordinal, value from fresh
      where (select count(*) from claimed) = (select count(*) from fresh)
      order by user_number, occurred_at, item_number, type_number, ordinal on conflict do nothing returning 1),
    seen as (${addUsers(project)}),
    counted as (${countRows(project, sql`inserted`)}),
    counts as (
      select version, (occurred_at at time zone 'UTC')::date::text as day, placement, type, count(*) as count
      from fresh where placement is not null group by 1, 2, 3, 4)
    select yes as complete, (select count(*) from fresh)::int as fresh,
      (select count(*) from inserted)::int as inserted, (select coalesce(json_agg(c), '[]') from counts c) as insights
    from complete`.execute(trx);
  const [row] = rows;
  if (!row) throw new Error('The statement returned no row');
  return row;
}
