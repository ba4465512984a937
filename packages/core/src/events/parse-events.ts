import { eventInput, type SendEventsResult } from '@curio/contracts';
import { reasonOf } from '../platform/reason-of.ts';
import type { TimedEvent } from './event-rows.ts';

/** Validates each event by itself. An event without a time has the time `now`, ISO 8601. */
export function parseEvents(
  input: readonly unknown[],
  now: string,
): { events: TimedEvent[]; rejected: SendEventsResult['rejected'] } {
  const events: TimedEvent[] = [];
  const rejected: SendEventsResult['rejected'] = [];
  for (const [index, candidate] of input.entries()) {
    const parsed = eventInput.safeParse(candidate);
    if (parsed.success) events.push({ ...parsed.data, timestamp: parsed.data.timestamp ?? now });
    else rejected.push({ index, reason: reasonOf(parsed.error) });
  }
  return { events, rejected };
}
