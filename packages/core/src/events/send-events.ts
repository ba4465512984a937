import { maxBulkRows, type SendEventsResult } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import type { ApplyChange } from '../platform/write-rows.ts';
import { parseEvents } from './parse-events.ts';
import { storeBatch } from './store-batch.ts';

/**
 * Validates each event separately and stores the valid ones in one transaction. An event with an id is stored once. Events
 * without an id are the same event if user, item, type and time are equal, so a retry has no effect where the caller gives
 * times.
 */
export async function sendEvents(
  context: Context,
  projectId: string,
  input: readonly unknown[],
  apply: ApplyChange = () => {},
): Promise<SendEventsResult> {
  if (input.length > maxBulkRows) {
    throw new CurioError(
      'too-large',
      `A request can have at most ${maxBulkRows.toLocaleString('en')} events; this one has ${input.length}. Send them in parts.`,
    );
  }
  const { events, rejected } = parseEvents(input, new Date().toISOString());
  await context.usage.requireQuota(context.workspaceId, 'events', events.length);
  if (events.length > 0) await storeBatch(context, projectId, events, apply);
  else await tenant(context.db, context, (trx) => authoriseProject(context, trx, 'events:write', projectId));
  return { accepted: events.length, rejected };
}
