import type { DateOrder } from '@curio/contracts';
import { monthNumber } from './month-names.ts';
import { parseUtc } from './parse-utc.ts';

export type DateFault = 'unreadable-date' | 'impossible-date' | 'ambiguous-date';

const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/;
const clockAndZone =
  /^(?:[T,\s]+(?:at\s+)?(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?)?\s*(Z|(?:UTC|GMT)?\s?[+-]\d{2}:?\d{2}|[+-]\d{2}|[A-Z]{2,4})?(?:\s*[([][^)\]]*[)\]])?$/i;
const numeric = /^(\d{1,4})([-/.])\s?(\d{1,2})\2\s?(\d{1,4})(?!\d)\.?/;
const dayMonthName =
  /^(?:\p{L}+\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th|er|\.)?[\s-]+(?:de\s+)?(\p{L}+)\.?,?[\s-]+(?:de\s+|del\s+)?(\d{4}|\d{2})(?!\d)/iu;
const monthNameDay =
  /^(?:\p{L}+\.?,?\s+)?(\p{L}+)\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{4}|\d{2}(?=$|\s))(?!\d)/iu;
/** `Tue Apr 03 18:00:09 +0000 2012`, as C, Ruby and the API of Twitter write it. */
const yearLast =
  /^(?:\p{L}+\.?,?\s+)?(\p{L}+)\s+(\d{1,2})(\s+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s+(?:[+-]\d{2}:?\d{2}|[A-Z]{2,5}))?)\s+(\d{4})$/iu;
/** `2026年1月5日 12時30分`, `2026년 1월 5일`. */
const eastAsian =
  /^(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일](?:\s*(\d{1,2})[時时시:]\s?(\d{1,2})(?:[分분:]\s?(?:(\d{1,2})[秒초]?)?)?)?$/u;
/** `20260105T101112Z`, ISO 8601 without its marks. */
const basicIso = /^(\d{4})(\d{2})(\d{2})[T ]?(\d{2})(\d{2})(\d{2})(Z|[+-]\d{2}:?\d{2})?$/;
/** `09 13, 2009`, as reviews of Amazon have it. */
const spacedMonthFirst = /^(\d{1,2}) (\d{1,2}), (\d{4})$/;
const epoch = /^\d{9,19}(?:\.\d+)?$/;

/** Hours east of UTC. The American zones are those of RFC 5322 §4.3; most other abbreviations name several zones. */
const zones: Record<string, number> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  UT: 0,
  WET: 0,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MEZ: 1,
  MESZ: 2,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};

/**
 * Milliseconds since 1970-01-01 UTC. Reads ISO 8601, `12/1/2010 8:26`, `01.12.2010`, month names, `20101201`, years and
 * months alone (their first day), epoch seconds, milli-, micro- and nanoseconds, and day numbers of spreadsheets.
 * A date without a zone is UTC. `order` decides between day and month where a date can be read either way; without it
 * such a date is a fault, except that points mean day first.
 */
export function parseDate(text: string, order?: DateOrder): number | DateFault {
  const utc = parseUtc(text);
  if (utc !== undefined) return utc;
  const plain = iso.exec(text);
  if (plain) {
    const [, y, m, d, h = '0', min = '0', s = '0', fraction = '', zone = ''] = plain;
    return moment(Number(y), Number(m), Number(d), Number(h), Number(min), Number(s), fraction, zone);
  }
  const body = text.trim().replace(/\s?г\.?$/, '');
  const basic = basicIso.exec(body);
  if (basic && /^(?:19|20|21)/.test(body)) {
    const [, y, m, d, h, min, s, zone = ''] = basic;
    return moment(Number(y), Number(m), Number(d), Number(h), Number(min), Number(s), '', zone);
  }
  if (/^\d+(?:\.\d+)?$/.test(body)) return parseCount(body);
  const yearMonth = /^(\d{4})[-/](\d\d?)$/.exec(body);
  if (yearMonth) return moment(Number(yearMonth[1]), Number(yearMonth[2]), 1, 0, 0, 0, '', '');
  const numbers = numeric.exec(body);
  if (numbers) {
    const [date, a = '', mark = '', b = '', c = ''] = numbers;
    const day = arrange(a, b, c, mark, order);
    return typeof day === 'string' ? day : withClock(day, body.slice(date.length));
  }
  const [dayFirst = '', d = '', dayMonth = '', shortYear = ''] = dayMonthName.exec(body) ?? [];
  const second = monthNumber(dayMonth);
  if (second > 0) return withClock([year(shortYear), second, Number(d)], body.slice(dayFirst.length));
  const [, month = '', monthDay = '', clock = '', lastYear = ''] = yearLast.exec(body) ?? [];
  const named = monthNumber(month);
  if (named > 0) return withClock([Number(lastYear), named, Number(monthDay)], clock);
  const [monthFirst = '', firstMonth = '', dayOfMonth = '', longYear = ''] = monthNameDay.exec(body) ?? [];
  const first = monthNumber(firstMonth);
  if (first > 0) return withClock([year(longYear), first, Number(dayOfMonth)], body.slice(monthFirst.length));
  const [, asianYear, asianMonth, asianDay, h = '0', min = '0', s = '0'] = eastAsian.exec(body) ?? [];
  if (asianYear !== undefined)
    return moment(Number(asianYear), Number(asianMonth), Number(asianDay), Number(h), Number(min), Number(s), '', '');
  const [, spacedMonth, spacedDay, spacedYear] = spacedMonthFirst.exec(body) ?? [];
  if (spacedYear !== undefined) return withClock([Number(spacedYear), Number(spacedMonth), Number(spacedDay)], '');
  return 'unreadable-date';
}

type Day = [year: number, month: number, day: number];
const year = (digits: string): number => (digits.length > 2 ? 0 : Number(digits) < 70 ? 2000 : 1900) + Number(digits);

function arrange(a: string, b: string, c: string, mark: string, order: DateOrder | undefined): Day | DateFault {
  if (a.length >= 3) return c.length > 2 ? 'unreadable-date' : [Number(a), Number(b), Number(c)];
  if (order === 'ymd' && c.length <= 2) return [year(a), Number(b), Number(c)];
  if (c.length === 1 || c.length === 3) return 'unreadable-date';
  const [first, second] = [Number(a), Number(b)];
  if (order === 'dmy') return [year(c), second, first];
  if (order === 'mdy') return [year(c), first, second];
  if (first > 12 || first === second || (mark === '.' && second <= 12)) return [year(c), second, first];
  return second > 12 ? [year(c), first, second] : 'ambiguous-date';
}

function withClock([y, m, d]: Day, rest: string): number | DateFault {
  const parts = clockAndZone.exec(rest);
  if (!parts) return 'unreadable-date';
  const [, h = '0', min = '0', s = '0', fraction = '', half, zone = ''] = parts;
  let hour = Number(h);
  if (half) {
    if (hour < 1 || hour > 12) return 'impossible-date';
    hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  return moment(y, m, d, hour, Number(min), Number(s), fraction, zone);
}

function moment(
  y: number,
  m: number,
  d: number,
  h: number,
  min: number,
  s: number,
  fraction: string,
  zone: string,
): number | DateFault {
  const offset = offsetMinutes(zone);
  if (offset === undefined) return 'unreadable-date';
  const midnight = Date.UTC(y, m - 1, d);
  const made = new Date(midnight);
  if (y < 1000 || made.getUTCMonth() !== m - 1 || made.getUTCDate() !== d) return 'impossible-date';
  if (h > 24 || min > 59 || s > 60 || (h === 24 && (min > 0 || s > 0))) return 'impossible-date';
  const millis = fraction === '' ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);
  return midnight + ((h * 60 + min - offset) * 60 + Math.min(s, 59)) * 1000 + millis;
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === '') return 0;
  const sign = /([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (sign) return (sign[1] === '-' ? -1 : 1) * (Number(sign[2]) * 60 + Number(sign[3] ?? 0));
  const hours = zones[zone.toUpperCase()];
  return hours === undefined ? undefined : hours * 60;
}

/** Bare numbers: a day written `20101201`, an epoch by its size, or a spreadsheet's days since 1899-12-30. */
function parseCount(digits: string): number | DateFault {
  if (/^(?:19|20|21)\d{6}$/.test(digits))
    return moment(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6)), 0, 0, 0, '', '');
  if (/^[12]\d{3}$/.test(digits)) return moment(Number(digits), 1, 1, 0, 0, 0, '', '');
  const count = Number(digits);
  if (epoch.test(digits)) {
    const [whole = ''] = digits.split('.');
    const size = whole.length;
    if (size <= 10) return Math.round(count * 1000);
    if (size <= 13) return Math.floor(count);
    return Math.floor(count / (size <= 16 ? 1000 : 1_000_000));
  }
  if (count >= 20_000 && count < 80_000) return Math.round((count - 25_569) * 86_400) * 1000;
  return 'unreadable-date';
}

/** Whether a cell is written as a date. False for bare numbers, which could be anything else. */
export function looksLikeDate(cell: string): boolean {
  const body = cell.trim();
  if (body.length < 6 || body.length > 64 || !/\d/.test(body)) return false;
  if (/^[\d.,\s]+$/.test(body) && !/^\d{1,2}\.\d{1,2}\.\d{4}$/.test(body)) return false;
  const value = parseDate(body);
  return typeof value === 'number' || value === 'ambiguous-date';
}

/**
 * The order of day and month that a column's cells prove; `ambiguous` where no cell proves one or two contradict each
 * other, undefined where day and month have no order (month names, epochs). Impossible dates are ignored.
 */
export function inferDateOrder(cells: readonly string[]): DateOrder | undefined {
  let dayFirst = 0;
  let monthFirst = 0;
  let yearFirst = 0;
  let either = 0;
  for (const cell of cells) {
    const parts = numeric.exec(cell.trim());
    if (!parts) continue;
    const [, a = '', mark, b] = parts;
    const first = Number(a);
    const second = Number(b);
    if (a.length >= 3) yearFirst++;
    else if (Math.min(first, second) < 1 || Math.min(first, second) > 12 || Math.max(first, second) > 31) continue;
    else if (first > 12 || mark === '.') dayFirst++;
    else if (second > 12) monthFirst++;
    else either++;
  }
  if (dayFirst > 0 && monthFirst === 0) return 'dmy';
  if (monthFirst > 0 && dayFirst === 0) return 'mdy';
  if (dayFirst + monthFirst + either > 0) return 'ambiguous';
  return yearFirst > 0 ? 'ymd' : undefined;
}
