import { z } from 'zod';

const isoTime = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

/** Milliseconds since 1970 of an ISO 8601 time or date (its start in UTC); undefined where the text is neither. */
export function parseTime(text: string): number | undefined {
  if (!isoTime.safeParse(text).success) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
