import { type EventInput, eventInput, type SendEventsResult } from '@curio/contracts';
import { numberIds, type Trx, tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { retryConflicts } from '../platform/retry-conflicts.ts';
import type { TimedEvent } from './event-rows.ts';
import { lockUsers } from './lock-users.ts';
import { storeEvents } from './store-events.ts';
import { storeEventsOnce } from './store-events-once.ts';

/**
 * Validates each event separately and stores the valid ones in one transaction. An event with an id is stored once. Events
 * without an id are the same event if user, item, type and time are equal, so a retry has no effect where the caller gives
 * times. `stored` receives the users whose events were written.
 */
export async function sendEvents(
  context: Context,
  projectId: string,
  input: readonly unknown[],
  stored: (userIds: Set<string>) => void = () => {},
): Promise<SendEventsResult> {
  const now = new Date().toISOString();
  const accepted: TimedEvent[] = [];
  const rejected: SendEventsResult['rejected'] = [];
  for (const [index, candidate] of input.entries()) {
    const parsed = eventInput.safeParse(candidate);
    if (parsed.success) accepted.push({ ...parsed.data, timestamp: parsed.data.timestamp ?? now });
    else {
      const [issue] = parsed.error.issues;
      const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
      rejected.push({ index, reason: `${where}${issue?.message ?? 'not an event'}` });
    }
  }
  if (!(await store(context, projectId, accepted))) {
    // Some ids are new. They are numbered in a separate, short transaction, because it locks new numbers.
    const project = await tenant(context.db, context, (trx) =>
      authoriseProject(context, trx, 'events:write', projectId),
    );
    await numberIds(context.db, context, project.number, idsOf(accepted));
    if (!(await store(context, projectId, accepted))) throw new Error('The ids of these events have no numbers');
  }
  stored(new Set(accepted.map((event) => event.userId)));
  return { accepted: accepted.length, rejected };
}

/** Returns false, and writes no event, where some ids have no number yet. */
async function store(context: Context, projectId: string, events: readonly TimedEvent[]): Promise<boolean> {
  const named = events.filter((event) => event.eventId !== undefined);
  const unnamed = events.filter((event) => event.eventId === undefined);
  const missing = new Error('ids without numbers');
  try {
    const transaction = async (trx: Trx) => {
      const project = await authoriseProject(context, trx, 'events:write', projectId, true);
      // Before any row: an event without an id and one with an id can have the same key, and are written one after the other.
      if (named.length > 0) await lockUsers(trx, project, events);
      if (unnamed.length > 0 && !(await storeEvents(trx, project, unnamed))) throw missing;
      if (named.length > 0 && !(await storeEventsOnce(trx, project, named))) throw missing;
    };
    await retryConflicts(() => tenant(context.db, context, transaction));
    return true;
  } catch (error) {
    if (error === missing) return false;
    throw error;
  }
}

function idsOf(events: readonly EventInput[]) {
  const distinct = (idOf: (event: EventInput) => string) => [...new Set(events.map(idOf))].sort();
  return {
    u: distinct((event) => event.userId),
    i: distinct((event) => event.itemId),
    t: distinct((event) => event.type),
  };
}
