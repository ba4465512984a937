import type { NumberFormat } from './number-format.ts';

const dayMs = 86_400_000;
/** Day 0 of workbooks that count from 1900, which has a 29 February in them, and of those that count from 1904. */
const epoch1900 = Date.UTC(1899, 11, 30);
const epoch1904 = Date.UTC(1904, 0, 1);
/** Year 10000. */
const maxSerial = 2_958_466;

/**
 * A number of a workbook as text: dates as ISO 8601 without a zone, ids with their leading zeros, other numbers with the
 * 15 digits that Excel has (0.1 + 0.2 is stored as 0.30000000000000004 and shown as 0.3).
 */
export function numberText(stored: string, format: NumberFormat, from1904: boolean): string {
  const value = Number(stored);
  if (!Number.isFinite(value) || stored.trim() === '') return stored;
  if (typeof format === 'object') {
    return Number.isInteger(value) && value >= 0 ? plain(value).padStart(format.digits, '0') : plain(value);
  }
  // Programs other than Excel store ids with more digits than a number has.
  if (format === 'plain' && /^-?[1-9]\d{15,19}$/.test(stored)) return stored;
  if (format === 'plain' || value < 0 || value >= maxSerial) return plain(value);
  return serialText(value, format, from1904);
}

function plain(value: number): string {
  return String(Number.isSafeInteger(value) ? value : Number(value.toPrecision(15)));
}

function serialText(serial: number, format: 'date' | 'time' | 'datetime', from1904: boolean): string {
  // Excel stores a time as a fraction of a day, which is rarely exact to the millisecond.
  const seconds = Math.round(serial * 86_400 * 1000) / 1000;
  const rounded = Math.abs(seconds - Math.round(seconds)) < 0.002 ? Math.round(seconds) : seconds;
  const early = !from1904 && serial < 60 ? 1 : 0;
  const iso = new Date((from1904 ? epoch1904 : epoch1900) + early * dayMs + rounded * 1000).toISOString();
  const date = iso.slice(0, 10);
  const time = iso.slice(11, iso.endsWith('.000Z') ? 19 : 23);
  if (serial < 1 && format !== 'date') return time;
  return format === 'date' && time === '00:00:00'
    ? date
    : time === '00:00:00' && format === 'time'
      ? date
      : `${date}T${time}`;
}
