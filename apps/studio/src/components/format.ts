const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

export const formatCount = (value: number): string => whole.format(value);

export const formatPercent = (share: number, digits = 0): string =>
  new Intl.NumberFormat('en', {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(share);

/** Bytes in decimal units: 1 KB is 1,000 bytes. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

export function formatDuration(seconds: number): string {
  if (seconds < 1) return 'under a second';
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  if (minutes < 60) return rest === 0 || minutes >= 10 ? `${minutes} min` : `${minutes} min ${rest} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function formatDateTime(iso: string): string {
  return new Date(iso).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
}

/** The time of day with seconds; before today the day too. `now` in milliseconds since the epoch. */
export function formatClock(iso: string, now: number): string {
  const at = new Date(iso);
  const time = at.toLocaleTimeString('en', { hour12: false });
  const isToday = at.toDateString() === new Date(now).toDateString();
  return isToday ? time : `${at.toLocaleDateString('en', { month: 'short', day: 'numeric' })}, ${time}`;
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** `now` in milliseconds since the epoch. Older than a month: the date. */
export function formatTimeAgo(iso: string, now: number): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (seconds < 45) return 'just now';
  if (seconds > 30 * 86_400) return new Date(iso).toLocaleDateString('en', { dateStyle: 'medium' });
  for (const [unit, length] of steps) {
    if (seconds >= length) return relative.format(-Math.round(seconds / length), unit);
  }
  return 'a minute ago';
}
