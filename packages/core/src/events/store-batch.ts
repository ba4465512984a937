import { numberIds, TooManyTypes, type Trx, tenant } from '@curio/db';
import { addInsights, type InsightCount } from '../insights/add-insights.ts';
import { authorise, authoriseProject, mayReach } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError, notFound } from '../platform/errors.ts';
import { retryConflicts } from '../platform/retry-conflicts.ts';
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
function store(context: Context, projectId: string, events: readonly TimedEvent[], apply: ApplyChange) {
  const named = events.filter((event) => event.eventId !== undefined);
  if (named.length === 0) return storeUnnamed(context, projectId, events, apply);
  const unnamed = events.filter((event) => event.eventId === undefined);
  return storeBoth(context, projectId, named, unnamed, apply);
}

/** Events without ids: one statement, which is a whole transaction. */
async function storeUnnamed(context: Context, projectId: string, events: readonly TimedEvent[], apply: ApplyChange) {
  authorise(context, 'events:write');
  if (!mayReach(context, projectId)) throw notFound('project');
  const project = { workspaceId: context.workspaceId, projectId };
  const stored = await retryConflicts(() => storeEvents(context.db, project, events));
  if (!stored.project_exists) throw notFound('project');
  if (stored.complete) await apply('user', usersOf(events));
  return stored.complete === true;
}

async function storeBoth(
  context: Context,
  projectId: string,
  named: readonly TimedEvent[],
  unnamed: readonly TimedEvent[],
  apply: ApplyChange,
): Promise<boolean> {
  const events = [...named, ...unnamed];
  const missing = new Error('ids without numbers');
  const kept = (counts: InsightCount[] | null | undefined) => {
    if (!counts) throw missing;
    return counts;
  };
  try {
    await writeRows(context, apply, async (trx, change) => {
      const project = await authoriseProject(context, trx, 'events:write', projectId, true);
      await markStoring(trx, project);
      // Before any row: an event without an id and one with an id can have the same key, and are written one after the other.
      await lockUsers(trx, project, events);
      const counts: InsightCount[] = [];
      if (unnamed.length > 0) {
        const ref = { workspaceId: context.workspaceId, projectId };
        const stored = await storeEvents(trx, ref, unnamed);
        counts.push(...kept(stored.complete ? stored.insights : undefined));
      }
      counts.push(...kept(await storeEventsOnce(trx, project, named)));
      await change(project.number, 'user', usersOf(events));
      await addInsights(trx, project.number, counts);
    });
    return true;
  } catch (error) {
    if (error === missing) return false;
    throw error;
  }
}

const usersOf = (events: readonly TimedEvent[]) => [...new Set(events.map((event) => event.userId))];

/** In a separate, short transaction, because it locks new numbers. */
async function numberAll(context: Context, projectId: string, events: readonly TimedEvent[]): Promise<void> {
  const read = (trx: Trx) => authoriseProject(context, trx, 'events:write', projectId);
  const project = await tenant(context.db, context, read);
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
