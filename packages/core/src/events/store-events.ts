import { sql, type Trx } from '@curio/db';
import type { InsightCount } from '../insights/add-insights.ts';
import {
  addUsers,
  countInsights,
  countRows,
  type EventProject,
  eventRows,
  numbered,
  type TimedEvent,
} from './event-rows.ts';

/**
 * Stores events without an event id: one row for equal user, item, type and time, with the value of the last one sent. Rows
 * are written in the order of their keys, which prevents deadlocks between requests.
 * @returns what the rows that are new add to the insights; undefined, without having written an event, where some ids have
 * no number yet.
 */
export async function storeEvents(
  trx: Trx,
  project: EventProject,
  events: readonly TimedEvent[],
): Promise<InsightCount[] | undefined> {
  const { rows } = await sql<{ yes: boolean; outdated: Outdated[]; insights: InsightCount[] }>`
    with sent as (
      select distinct on (user_id, occurred_at, item_id, type) * from ${eventRows(events)}
      order by user_id, occurred_at, item_id, type, place desc),
    numbered as (${numbered(project)}),
    complete as (select (select count(*) from sent) = (select count(*) from numbered) as yes),
    inserted as (
      insert into interactions (project_number, user_number, occurred_at, item_number, type_number, value)
      select ${project.number}, user_number, occurred_at, item_number, type_number, value from numbered
      where (select yes from complete) order by user_number, occurred_at, item_number, type_number
      on conflict do nothing returning user_number, occurred_at, item_number, type_number),
    seen as (${addUsers(project)}),
    details as (
      insert into event_details
        (project_number, user_number, occurred_at, item_number, type_number, recommendation_id)
      select ${project.number}, user_number, occurred_at, item_number, type_number, recommendation_id from numbered
      where (select yes from complete) and recommendation_id is not null
      order by user_number, occurred_at, item_number, type_number
      on conflict (project_number, user_number, occurred_at, item_number, type_number, ordinal)
      do update set recommendation_id = excluded.recommendation_id),
    counted as (${countRows(project, sql`inserted`)}),
    outdated as (
      -- One lookup by key per row: there are no statistics from which the planner could choose a join.
      select n.user_number, n.occurred_at::text as occurred_at, n.item_number, n.type_number, n.value from numbered n
      cross join lateral (
        select x.value from interactions x where x.project_number = ${project.number}
          and x.user_number = n.user_number and x.occurred_at = n.occurred_at and x.item_number = n.item_number
          and x.type_number = n.type_number and x.ordinal = 0 limit 1) known
      where (select yes from complete) and known.value is distinct from n.value
      order by n.user_number, n.occurred_at, n.item_number, n.type_number)
    select yes, coalesce((select json_agg(o) from outdated o), '[]') as outdated,
      ${countInsights(stored)} as insights from complete`.execute(trx);
  const [row] = rows;
  if (!row?.yes) return undefined;
  if (row.outdated.length > 0) await setValues(trx, project, row.outdated);
  return row.insights;
}

/**
 * The rows of `numbered` that count in the insights and are in `inserted`. Grouped, not joined: without statistics, a join may
 * compare all rows with all.
 */
const stored = sql`
  (select occurred_at, max(type) as type, max(placement) as placement, max(version) as version
    from (
      select user_number, occurred_at, item_number, type_number, type, placement, version, false as fresh
      from numbered where placement is not null
      union all
      select user_number, occurred_at, item_number, type_number, null, null, null, true from inserted
      where exists (select from numbered where placement is not null)) both_sides
    group by user_number, occurred_at, item_number, type_number having bool_or(fresh))`;

/** The key of a stored event, and the value that it gets. */
interface Outdated {
  user_number: number;
  occurred_at: string;
  item_number: number;
  type_number: number;
  value: number | null;
}

/** Rows are locked in the order of their keys before the update, whose plan may have another order. */
async function setValues(trx: Trx, project: EventProject, rows: readonly Outdated[]): Promise<void> {
  const same = sql`x.project_number = ${project.number} and x.user_number = n.user_number
    and x.occurred_at = n.occurred_at and x.item_number = n.item_number and x.type_number = n.type_number
    and x.ordinal = 0`;
  await sql`
    with locked as materialized (
      select n.* from unnest(${rows.map((row) => row.user_number)}::integer[],
        ${rows.map((row) => row.occurred_at)}::timestamptz[], ${rows.map((row) => row.item_number)}::integer[],
        ${rows.map((row) => row.type_number)}::smallint[], ${rows.map((row) => row.value)}::real[])
        as n(user_number, occurred_at, item_number, type_number, value)
      cross join lateral (select from interactions x where ${same} limit 1 for no key update) x)
    update interactions x set value = n.value from locked n where ${same}`.execute(trx);
}
