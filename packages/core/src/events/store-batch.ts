import { numberIds, TooManyTypes, type Trx, tenant } from '@curio/db';
import { addInsights, type InsightCount } from '../insights/add-insights.ts';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { type ApplyChange, writeRows } from '../platform/write-rows.ts';
import type { TimedEvent } from './event-rows.ts';
import { lockUsers, markStoring } from './lock-users.ts';
import { storeEvents } from './store-events.ts';
import { storeEventsOnce } from './store-events-once.ts';

/** An id loses its number when its user is deleted at the same time, and gets the next one. */
const maxAttempts = 5;

/** Stores events in one transaction, with what they add to the insights and with one change for all of their users. */
export async function storeBatch(
  context: Context,
  projectId: string,
  events: readonly TimedEvent[],
  apply: ApplyChange,
): Promise<void> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    if (await store(context, projectId, events, apply)) {
      context.usage.count(context.workspaceId, projectId, 'events', events.length);
      return;
    }
    await numberAll(context, projectId, events);
  }
  throw new Error('The ids of these events have no numbers');
}

/** Returns false, and writes no event, where some ids have no number yet. */
async function store(context: Context, projectId: string, events: readonly TimedEvent[], apply: ApplyChange) {
  const named = events.filter((event) => event.eventId !== undefined);
  const unnamed = events.filter((event) => event.eventId === undefined);
  const missing = new Error('ids without numbers');
  const kept = (counts: InsightCount[] | undefined) => {
    if (!counts) throw missing;
    return counts;
  };
  try {
    await writeRows(context, apply, async (trx, change) => {
      const project = await authoriseProject(context, trx, 'events:write', projectId, true);
      await markStoring(trx, project);
      // Before any row: an event without an id and one with an id can have the same key, and are written one after the other.
      if (named.length > 0) await lockUsers(trx, project, events);
      const counts: InsightCount[] = [];
      if (unnamed.length > 0) counts.push(...kept(await storeEvents(trx, project, unnamed)));
      if (named.length > 0) counts.push(...kept(await storeEventsOnce(trx, project, named)));
      await change(project.number, 'user', [...new Set(events.map((event) => event.userId))]);
      await addInsights(trx, project.number, counts);
    });
    return true;
  } catch (error) {
    if (error === missing) return false;
    throw error;
  }
}

/** In a separate, short transaction, because it locks new numbers. */
async function numberAll(context: Context, projectId: string, events: readonly TimedEvent[]): Promise<void> {
  const authorise = (trx: Trx) => authoriseProject(context, trx, 'events:write', projectId);
  const project = await tenant(context.db, context, authorise);
  const distinct = (idOf: (event: TimedEvent) => string) => [...new Set(events.map(idOf))].sort();
  const ids = {
    u: distinct((event) => event.userId),
    i: distinct((event) => event.itemId),
    t: distinct((event) => event.type),
  };
  try {
    await numberIds(context.db, context, project.number, ids);
  } catch (error) {
    if (error instanceof TooManyTypes)
      throw new CurioError('invalid-input', error.message, [{ pointer: '/type', detail: 'It is one type too many.' }]);
    throw error;
  }
}
