import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDate } from '../src/cells/parse-date.ts';

const firstYear = new Date('1000-01-01T00:00:00Z');
const lastYear = new Date('9999-12-31T23:59:59.999Z');

it('a timestamp in UTC is read exactly, with milliseconds and without', () => {
  fc.assert(
    fc.property(fc.date({ min: firstYear, max: lastYear, noInvalidDate: true }), (date) => {
      const text = date.toISOString();
      expect(parseDate(text)).toBe(date.getTime());
      expect(parseDate(`${text.slice(0, 19)}Z`)).toBe(Math.floor(date.getTime() / 1000) * 1000);
    }),
  );
});

it.each([
  ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ['2000-02-29T00:00:00.001Z', Date.UTC(2000, 1, 29) + 1],
  ['2023-02-29T00:00:00Z', 'impossible-date'],
  ['1900-02-29T00:00:00Z', 'impossible-date'],
  ['2024-04-31T00:00:00Z', 'impossible-date'],
  ['2024-00-10T00:00:00Z', 'impossible-date'],
  ['2024-01-01T25:00:00Z', 'impossible-date'],
  ['2024-01-01T24:00:00Z', Date.UTC(2024, 0, 2)],
  ['2024-01-01T10:00:60Z', Date.UTC(2024, 0, 1, 10, 0, 59)],
  ['2024-0a-01T00:00:00Z', 'unreadable-date'],
])('%s is %s', (text, value) => {
  expect(parseDate(text)).toBe(value);
});
