import { type EventInput, parseRecommendationId } from '@curio/contracts';
import { type IdKind, type ProjectRow, type RawBuilder, sql } from '@curio/db';
import { insightTypes } from '../insights/add-insights.ts';

export type TimedEvent = EventInput & { timestamp: string };
export type EventProject = Pick<ProjectRow, 'id' | 'number' | 'workspace_id'>;

/**
 * The events as rows: user_id, item_id, type, value, occurred_at, recommendation_id, event_id and their place in the request;
 * placement and version of the recommendation where the event counts in the insights, else null.
 */
export function eventRows(events: readonly TimedEvent[]): RawBuilder<unknown> {
  const origins = events.map(originOf);
  return sql`unnest(
    ${events.map((event) => event.userId)}::text[], ${events.map((event) => event.itemId)}::text[],
    ${events.map((event) => event.type)}::text[], ${events.map(realOf)}::real[],
    ${events.map((event) => event.timestamp)}::timestamptz[],
    ${events.map((event) => event.recommendationId ?? null)}::text[],
    ${events.map((event) => event.eventId ?? null)}::text[],
    ${origins.map((origin) => origin?.placement ?? null)}::text[],
    ${origins.map((origin) => origin?.version ?? null)}::integer[])
    with ordinality as t(
      user_id, item_id, type, value, occurred_at, recommendation_id, event_id, placement, version, place)`;
}

/** Where the event counts in the insights; without a placement '', without a version 0. */
export function originOf({ type, recommendationId }: TimedEvent): { placement: string; version: number } | undefined {
  if (recommendationId === undefined || !insightTypes.has(type)) return undefined;
  const origin = parseRecommendationId(recommendationId);
  return origin && { placement: origin.placement ?? '', version: origin.version ?? 0 };
}

/** Values are stored in 32 bits. */
export const realOf = ({ value }: TimedEvent): number | null => (value === undefined ? null : Math.fround(value));

/**
 * The rows of `sent` with their numbers, without rows that contain an id without a number. `limit` makes each lookup one
 * descent of the index: without statistics, a join may read the whole dictionary.
 */
export function numbered(project: EventProject): RawBuilder<unknown> {
  const number = (kind: IdKind, id: string) => sql`
    (select d.number from id_numbers d
      where d.project_number = ${project.number} and d.kind = ${kind} and d.id = ${sql.ref(id)} limit 1)`;
  return sql`
    select s.*, u.number as user_number, i.number as item_number, t.number::smallint as type_number from sent s
    cross join lateral ${number('u', 's.user_id')} u
    cross join lateral ${number('i', 's.item_id')} i
    cross join lateral ${number('t', 's.type')} t`;
}

/** Adds users that have no row yet. After the interactions, as in an import: the same order prevents deadlocks. */
export const addUsers = (project: EventProject): RawBuilder<unknown> => sql`
  insert into users (workspace_id, project_id, user_id)
  select distinct ${project.workspace_id}, ${project.id}, n.user_id from numbered n
  where (select yes from complete) and (select count(*) from inserted) >= 0
  order by n.user_id on conflict (project_id, user_id) do nothing returning 1`;

/** Adds to the project's counts; the last statement, as in `addCounts`. */
export const countRows = (project: EventProject, inserted: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  insert into project_counts (project_number, slot, items, users, interactions)
  select ${project.number}, pg_backend_pid() % 16, 0, c.users, c.interactions
  from (select (select count(*) from ${inserted}) as interactions, (select count(*) from seen) as users) c
  where c.users + c.interactions > 0
  on conflict (project_number, slot) do update set users = project_counts.users + excluded.users,
    interactions = project_counts.interactions + excluded.interactions`;
