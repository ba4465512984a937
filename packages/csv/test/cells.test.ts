import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSafeLink, isSafePicture } from '../src/cells/check-link.ts';
import { parseBoolean } from '../src/cells/parse-boolean.ts';
import { inferDateOrder, looksLikeDate, parseDate } from '../src/cells/parse-date.ts';
import { parseGeo } from '../src/cells/parse-geo.ts';
import { inferDecimal, parseNumber } from '../src/cells/parse-number.ts';
import { splitList } from '../src/cells/split-list.ts';

const iso = (text: string, order?: 'dmy' | 'mdy' | 'ymd'): string => {
  const value = parseDate(text, order);
  return typeof value === 'number' ? new Date(value).toISOString() : value;
};

describe('numbers', () => {
  it.each<[string, number]>([
    ['1,5', 1.5],
    ['1.5', 1.5],
    ['1.234,56', 1234.56],
    ['1,234.56', 1234.56],
    ['1.234.567', 1234567],
    ['1,234,567', 1234567],
    ['12,34,567.5', 1234567.5],
    ['1,234', 1234],
    ['1.234', 1.234],
    ['0,500', 0.5],
    ['€ 12.90', 12.9],
    ['12,90 €', 12.9],
    ['-€5', -5],
    ['$1,299.00', 1299],
    ['US$ 5', 5],
    ['EUR 12,50', 12.5],
    ['12.50 USD', 12.5],
    ['1 234,50', 1234.5],
    ['1\u202f234,50', 1234.5],
    ["1'234.50", 1234.5],
    ['(12.50)', -12.5],
    ['−3', -3],
    ['+7', 7],
    ['.5', 0.5],
    ['1e5', 100000],
    ['2.5E-3', 0.0025],
    ['  42 ', 42],
    ['007', 7],
  ])('%s is %d', (text, value) => expect(parseNumber(text)).toBe(value));

  it.each(['NaN', 'nan', 'inf', '-Infinity', '1e999'])('%s is not finite', (text) =>
    expect(parseNumber(text)).toBe('not-finite'),
  );
  it.each(['', 'abc', '12 apples', '1-2', '--1', '1,2,3,4x', '12%', '0x1F', 'e5', '.', ','])(
    '%j is no number',
    (text) => expect(parseNumber(text)).toBe('not-a-number'),
  );

  it('reads the decimal mark of the mapping, and rejects the other', () => {
    expect(parseNumber('1.234', ',')).toBe(1234);
    expect(parseNumber('1,234', ',')).toBe(1.234);
    expect(parseNumber('1,234', '.')).toBe(1234);
    expect(parseNumber('12.90', ',')).toBe('wrong-decimal-mark');
    expect(parseNumber('12,90', '.')).toBe('wrong-decimal-mark');
  });

  it('reads every number that a program writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => {
        expect(parseNumber(String(n), '.')).toBe(n + 0);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
        const n = Number(`${whole}.${String(cents).padStart(2, '0')}`);
        for (const [locale, mark] of [
          ['de', ','],
          ['en', '.'],
          ['fr', ','],
          ['de-CH', '.'],
        ] as const)
          expect(parseNumber(n.toLocaleString(locale, { minimumFractionDigits: 2 }), mark)).toBe(n);
      }),
    );
  });

  it('infers the decimal mark of a column', () => {
    expect(inferDecimal(['1,50', '1.234,00'])).toBe(',');
    expect(inferDecimal(['1.50', '1,234.00'])).toBe('.');
    expect(inferDecimal(['1,234', '5,678'])).toBeUndefined();
    expect(inferDecimal(['1', '2'])).toBeUndefined();
  });
});

describe('dates', () => {
  it.each<[string, string]>([
    ['2010-12-01', '2010-12-01T00:00:00.000Z'],
    ['2010-12-01 08:26:00', '2010-12-01T08:26:00.000Z'],
    ['2010-12-01T08:26:00.123456Z', '2010-12-01T08:26:00.123Z'],
    ['2010-12-01T08:26:00+02:00', '2010-12-01T06:26:00.000Z'],
    ['2010-12-01T08:26:00-0530', '2010-12-01T13:56:00.000Z'],
    ['2010-12-01 08:26:00 UTC', '2010-12-01T08:26:00.000Z'],
    ['2010-12-01 08:26 CEST', '2010-12-01T06:26:00.000Z'],
    ['2010/12/1', '2010-12-01T00:00:00.000Z'],
    ['01.12.2010 08:26', '2010-12-01T08:26:00.000Z'],
    ['13/1/2010 8:26', '2010-01-13T08:26:00.000Z'],
    ['1/13/2010 8:26 PM', '2010-01-13T20:26:00.000Z'],
    ['12/31/99 12:05 am', '1999-12-31T00:05:00.000Z'],
    ['5/5/2010', '2010-05-05T00:00:00.000Z'],
    ['1 Dec 2010', '2010-12-01T00:00:00.000Z'],
    ['01-DEC-2010', '2010-12-01T00:00:00.000Z'],
    ['Dec 1, 2010', '2010-12-01T00:00:00.000Z'],
    ['Wed, 01 Dec 2010 08:26:00 GMT', '2010-12-01T08:26:00.000Z'],
    ['Wed Dec 01 2010 08:26:00 GMT+0100 (Central European Standard Time)', '2010-12-01T07:26:00.000Z'],
    ['1. März 2010', '2010-03-01T00:00:00.000Z'],
    ['1er août 2010', '2010-08-01T00:00:00.000Z'],
    ['3 de mayo de 2010', '2010-05-03T00:00:00.000Z'],
    ['7 mei 2010', '2010-05-07T00:00:00.000Z'],
    ['2010', '2010-01-01T00:00:00.000Z'],
    ['2010-07', '2010-07-01T00:00:00.000Z'],
    ['20101201', '2010-12-01T00:00:00.000Z'],
    ['964982703', '2000-07-30T18:45:03.000Z'],
    ['1445714994', '2015-10-24T19:29:54.000Z'],
    ['1445714994123', '2015-10-24T19:29:54.123Z'],
    ['1445714994123456', '2015-10-24T19:29:54.123Z'],
    ['1445714994.5', '2015-10-24T19:29:54.500Z'],
    ['40513.5', '2010-12-01T12:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('%s', (text, expected) => expect(iso(text)).toBe(expected));

  it('reads day and month in the order of the mapping, and never swaps them', () => {
    expect(iso('12/1/2010 8:26')).toBe('ambiguous-date');
    expect(iso('12/1/2010 8:26', 'mdy')).toBe('2010-12-01T08:26:00.000Z');
    expect(iso('12/1/2010 8:26', 'dmy')).toBe('2010-01-12T08:26:00.000Z');
    expect(iso('12/31/2010', 'dmy')).toBe('impossible-date');
    expect(iso('31.12.2010', 'mdy')).toBe('impossible-date');
    expect(iso('10-12-01', 'ymd')).toBe('2010-12-01T00:00:00.000Z');
  });

  it.each(['2010-02-30', '2023-02-29', '2010-13-01', '2010-12-01 25:00', '1/1/2010 13:00 PM'])(
    '%s does not exist',
    (text) => expect(iso(text)).toBe('impossible-date'),
  );
  it.each([
    '',
    'soon',
    'NaN',
    '12',
    '1/2',
    '-1',
    '1/2/3/4',
    'Room 5',
    '2010-12-01 noon',
    '1 Foo 2010',
    `2010-12-01T08:26:00.${'1'.repeat(130)}Z`,
  ])('%j is no date', (text) => expect(iso(text)).toBe('unreadable-date'));

  it('reads every date and time as ISO 8601, as an epoch and in both orders', () => {
    fc.assert(
      fc.property(fc.integer({ min: 315_532_800, max: 4_102_444_799 }), (seconds) => {
        const date = new Date(seconds * 1000);
        const [y, m, d] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
        const clock = date.toISOString().slice(11, 19);
        expect(parseDate(date.toISOString())).toBe(seconds * 1000);
        expect(parseDate(String(seconds))).toBe(seconds * 1000);
        expect(parseDate(String(seconds * 1000))).toBe(seconds * 1000);
        expect(parseDate(date.toUTCString())).toBe(seconds * 1000);
        expect(parseDate(`${d}/${m}/${y} ${clock}`, 'dmy')).toBe(seconds * 1000);
        expect(parseDate(`${m}/${d}/${y} ${clock}`, 'mdy')).toBe(seconds * 1000);
      }),
    );
  });

  it('infers the order of a column; ambiguous where no date proves it', () => {
    expect(inferDateOrder(['1/2/2010', '13/2/2010'])).toBe('dmy');
    expect(inferDateOrder(['1/2/2010', '2/13/2010'])).toBe('mdy');
    expect(inferDateOrder(['2010-01-02'])).toBe('ymd');
    expect(inferDateOrder(['1/2/2010', '3/4/2010'])).toBe('ambiguous');
    expect(inferDateOrder(['13/2/2010', '2/13/2010'])).toBe('ambiguous');
    expect(inferDateOrder(['1445714994'])).toBeUndefined();
    for (const impossible of ['13/13/2023', '99/99/2023', '2/45/2023', '0/13/13']) {
      expect(inferDateOrder(['1/2/2023', '3/4/2023', impossible]), impossible).toBe('ambiguous');
    }
  });

  it('reads no price, version, name or code as a date', () => {
    for (const cell of [
      '1.50',
      '12.90',
      '1.2.3',
      '10.0.0.1',
      'May',
      'A1',
      '2010',
      '555-1234',
      '12-34-5678',
      'x 1/2/2010',
    ])
      expect(looksLikeDate(cell)).toBe(false);
  });
});

describe('booleans, lists, places, links', () => {
  it('reads booleans in words', () => {
    for (const word of ['true', 'TRUE', 'yes', 'Y', '1', 'ja', 'oui', 'sí', 'on', ' x '])
      expect(parseBoolean(word)).toBe(true);
    for (const word of ['false', 'No', '0', 'nein', 'non', 'nee', 'off']) expect(parseBoolean(word)).toBe(false);
    for (const word of ['', 'maybe', '2', 'null']) expect(parseBoolean(word)).toBeUndefined();
  });

  it('splits lists', () => {
    expect(splitList('Drama| Comedy ||Drama', '|')).toEqual(['Drama', 'Comedy']);
    expect(splitList('a|b')).toEqual(['a|b']);
    expect(splitList('["a, b", "c"]', ',')).toEqual(['a, b', 'c']);
    expect(splitList("['a', 'b c']")).toEqual(['a', 'b c']);
    expect(splitList("['a', 'b c']", ',')).toEqual(['a', 'b c']);
    expect(splitList('[a, b]', ',')).toEqual(['a', 'b']);
    expect(splitList(' | ', '|')).toEqual([]);
  });

  it('reads places', () => {
    expect(parseGeo('52.37, 4.89')).toEqual({ lat: 52.37, lon: 4.89 });
    expect(parseGeo('POINT(4.89 52.37)')).toEqual({ lat: 52.37, lon: 4.89 });
    for (const text of ['', '91,0', '0,181', 'here', '1,2,3']) expect(parseGeo(text)).toBeUndefined();
  });

  it('rejects scripts as links', () => {
    for (const link of [
      'https://a.example/x?y=1',
      'http://a',
      '/img/1.jpg',
      'www.a.example',
      'a.example:8080/x',
      'img/a b.png',
    ])
      expect(isSafeLink(link)).toBe(true);
    for (const link of [
      'javascript:alert(1)',
      ' JavaScript:alert(1)',
      'java\nscript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'vbscript:x',
    ])
      expect(isSafeLink(link)).toBe(false);
  });

  it('accepts pictures as data URLs, and otherwise only web addresses', () => {
    for (const picture of [
      "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E",
      'data:image/png;base64,iVBORw0=',
    ])
      expect(isSafePicture(picture)).toBe(true);
    for (const other of [
      'data:text/html,x',
      'data:image/svg+xmlx,x',
      'javascript:data:image/png,',
      'data:application/pdf,',
    ])
      expect(isSafePicture(other)).toBe(false);
  });
});
