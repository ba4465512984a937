import type { SendEventsInput, SendEventsResult } from '@curio/contracts';
import type { Context } from '../platform/context.ts';
import type { ApplyChange } from '../platform/write-rows.ts';
import type { EventGatherer } from './gather-events.ts';
import { sendEvents } from './send-events.ts';

/** Stores one event together with those of concurrent requests, or a list of events in a separate transaction. */
export function takeEvents(
  context: Context,
  gatherer: EventGatherer,
  projectId: string,
  input: SendEventsInput,
  apply: ApplyChange,
): Promise<SendEventsResult> {
  return 'events' in input
    ? sendEvents(context, projectId, input.events, apply)
    : gatherer.send(context, projectId, input, apply);
}
