import { type Db, sql, type Trx } from '@curio/db';
import type { InsightCount } from '../insights/add-insights.ts';
import { originOf, realOf, type TimedEvent } from './event-rows.ts';

export interface StoredEvents {
  /** False where the workspace has no such project. */
  project_exists: boolean;
  /** False, and nothing is written, where some ids have no number yet. */
  complete: boolean | null;
  /** What the rows that are new add to the insights; they are added where the statement is alone. */
  insights: InsightCount[] | null;
}

/**
 * Stores events without an event id: one row for equal user, item, type and time, with the value of the last one sent. With a
 * `Db`, the statement is a whole transaction, which also appends the change of the users and adds to the insights.
 */
export async function storeEvents(
  db: Db | Trx,
  project: { workspaceId: string; projectId: string },
  events: readonly TimedEvent[],
): Promise<StoredEvents> {
  const origins = events.map(originOf);
  const { rows } = await sql<StoredEvents>`
    select * from store_events(${project.workspaceId}, ${project.projectId},
      ${events.map((event) => event.userId)}::text[], ${events.map((event) => event.itemId)}::text[],
      ${events.map((event) => event.type)}::text[], ${events.map(realOf)}::real[],
      ${events.map((event) => event.timestamp)}::timestamptz[],
      ${events.map((event) => event.recommendationId ?? null)}::text[],
      ${origins.map((origin) => origin?.placement ?? null)}::text[],
      ${origins.map((origin) => origin?.version ?? null)}::integer[], ${!db.isTransaction}::boolean)`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('The statement returned no row');
  return row;
}
