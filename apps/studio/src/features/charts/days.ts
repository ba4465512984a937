const dayMs = 86_400_000;

/** Days as 2026-01-31, in UTC; both are included. */
export interface DayRange {
  from: string;
  to: string;
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The last `days` days up to today. */
export const lastDays = (days: number, now = Date.now()): DayRange => ({
  from: dayOf(now - (days - 1) * dayMs),
  to: dayOf(now),
});

/** Every day of the range, so that days without rows are in a chart too. */
export function daysIn({ from, to }: DayRange): string[] {
  const days: string[] = [];
  for (let time = Date.parse(from); time <= Date.parse(to); time += dayMs) days.push(dayOf(time));
  return days;
}

/** As many days as in the range, before it. */
export function rangeBefore({ from, to }: DayRange): DayRange {
  const start = Date.parse(from);
  const length = Date.parse(to) - start + dayMs;
  return { from: dayOf(start - length), to: dayOf(start - dayMs) };
}

const short = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', timeZone: 'UTC' });
export const formatDay = (day: string): string => short.format(new Date(day));
