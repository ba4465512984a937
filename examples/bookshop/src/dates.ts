export const DAY = 86_400_000;

/** `YYYY-MM-DD` plus days, in UTC. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Milliseconds since 1970 of midnight UTC. */
export const midnight = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/** Throws a RangeError unless the text is an existing day as `YYYY-MM-DD`. */
export function checkDate(date: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(midnight(date)) || addDays(date, 0) !== date) {
    throw new RangeError(`endDate must be a date as YYYY-MM-DD, not "${date}"`);
  }
  return date;
}
