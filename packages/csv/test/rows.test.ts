import type { ItemRow } from '@curio/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRowMapper } from '../src/index.ts';

describe('rows', () => {
  const header = ['id', 'title', 'genres', 'price', 'link', 'added', 'gone', 'colour', 'where', '__proto__'];
  const map = createRowMapper('items', header, {
    columns: Object.fromEntries([
      ['id', { field: 'itemId' }],
      ['title', { field: 'title' }],
      ['genres', { field: 'categories', separator: '|' }],
      ['price', { field: 'price', decimal: ',' }],
      ['link', { field: 'url' }],
      ['added', { field: 'createdAt', dateOrder: 'dmy' }],
      ['gone', { field: 'hidden' }],
      ['colour', { field: 'custom' }],
      ['where', { field: 'custom', name: 'place', type: 'geo' }],
      ['__proto__', { field: 'custom', type: 'number' }],
    ]),
  });
  const item = (...cells: string[]): ReturnType<typeof map> => map({ line: 7, cells });

  it('reads an item', () => {
    const mapped = item(
      ' 00123 ',
      'Tea',
      'Hot|Drinks',
      '€ 1.234,50',
      'https://x.example',
      '3/4/2024',
      'nein',
      'red',
      '52.1,4.3',
      '5',
    );
    expect(mapped).toEqual({
      ok: true,
      row: {
        itemId: '00123',
        title: 'Tea',
        categories: ['Hot', 'Drinks'],
        price: 1234.5,
        url: 'https://x.example',
        createdAt: new Date('2024-04-03T00:00:00Z'),
        hidden: false,
        custom: Object.fromEntries([
          ['colour', 'red'],
          ['place', { lat: 52.1, lon: 4.3 }],
          ['__proto__', 5],
        ]),
      } satisfies ItemRow,
    });
    expect(mapped.ok && JSON.stringify(mapped.row.custom)).toContain('"__proto__":5');
  });

  it('keeps an item whose optional cells are wrong, with a warning for each', () => {
    const mapped = item('1', 'a\0b', '', 'cheap', 'javascript:alert(1)', '31/02/2024', 'perhaps', '', 'nowhere', 'NaN');
    expect(mapped.ok && mapped.row).toEqual({ itemId: '1', title: 'ab' });
    expect(mapped.ok && mapped.warnings?.map(({ column, code }) => [column, code])).toEqual([
      ['price', 'not-a-number'],
      ['link', 'unsafe-link'],
      ['added', 'impossible-date'],
      ['gone', 'not-a-boolean'],
      ['where', 'not-a-place'],
      ['__proto__', 'not-finite'],
    ]);
    expect(mapped.ok && mapped.warnings?.[0]?.reason).toBe('Line 7: "cheap" is not a number; left out.');
  });

  it('reads N/A and the like as empty', () => {
    const mapped = item('1', 'x', '', 'N/A', '', 'NULL', '-', '', '', '');
    expect(mapped).toEqual({ ok: true, row: { itemId: '1', title: 'x' } });
  });

  const blanks = header.slice(1).map(() => '');
  it.each<[string, string[], string]>([
    ['no id', ['  ', ...blanks], 'missing-item-id'],
    ['an id of 513 characters', ['x'.repeat(513), ...blanks], 'id-too-long'],
    ['a NUL in the id', ['a\0b', ...blanks], 'bad-character'],
    ['half a character', ['a\ud800', ...blanks], 'bad-character'],
    ['too few cells', ['1', 'x'], 'too-few-cells'],
    ['too many cells', ['1', ...blanks, 'more'], 'too-many-cells'],
  ])('rejects %s', (_, cells, code) => {
    const mapped = item(...cells);
    expect(mapped).toMatchObject({ ok: false, line: 7, code, reason: expect.stringMatching(/^Line 7: .*\.$/) });
  });

  it('accepts extra empty cells, and ids of 512 characters', () => {
    expect(item('1', ...blanks, '', ' ').ok).toBe(true);
    expect(item('x'.repeat(512), ...blanks).ok).toBe(true);
  });

  it('keeps no values from one row to the next', () => {
    expect(item('', ...blanks).ok).toBe(false);
    expect(item('2', ...blanks)).toEqual({ ok: true, row: { itemId: '2' } });
  });

  it('never changes an id beyond trimming it', () => {
    const id = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      fc.constantFrom(
        '00123',
        '9007199254740993',
        '1e5',
        'NaN',
        'null',
        'TRUE',
        '1.0',
        'é',
        'e\u0301',
        '😀',
        '=1+1',
        '__proto__',
      ),
    );
    fc.assert(
      fc.property(
        id.filter((text) => text.trim() !== '' && !text.includes('\0')),
        (text) => {
          expect(item(` ${text}\t`, ...blanks)).toEqual({ ok: true, row: { itemId: text.trim() } });
        },
      ),
    );
  });
});

describe('interactions', () => {
  const map = createRowMapper('interactions', ['u', 'i', 't', 'v', 'at'], {
    columns: {
      u: { field: 'userId' },
      i: { field: 'itemId' },
      t: { field: 'type' },
      v: { field: 'value' },
      at: { field: 'timestamp' },
    },
    defaults: { type: 'view', value: '1' },
  });
  const read = (...cells: string[]): ReturnType<typeof map> => map({ line: 3, cells });

  it('reads an interaction; a value of the file wins over the default', () => {
    expect(read('1', 'a', 'purchase', '2,5', '964982703')).toEqual({
      ok: true,
      row: { userId: '1', itemId: 'a', type: 'purchase', value: 2.5, timestamp: new Date(964982703000) },
    });
    expect(read('1', 'a', '', '', '')).toEqual({ ok: true, row: { userId: '1', itemId: 'a', type: 'view', value: 1 } });
  });

  it.each<[string[], string, string]>([
    [['', 'a', '', '', ''], 'u', 'missing-user-id'],
    [['1', '', '', '', ''], 'i', 'missing-item-id'],
    [['1', 'a', '', 'NaN', ''], 'v', 'not-finite'],
    [['1', 'a', '', '-inf', ''], 'v', 'not-finite'],
    [['1', 'a', '', 'many', ''], 'v', 'not-a-number'],
    [['1', 'a', '', '', 'yesterday'], 'at', 'unreadable-date'],
    [['1', 'a', '', '', '12/1/2010 8:26'], 'at', 'ambiguous-date'],
    [['1', 'a', '', '', '2010-02-30'], 'at', 'impossible-date'],
    [['1', 'a', 'x'.repeat(101), '', ''], 't', 'too-long'],
  ])('rejects %j by %s', (cells, column, code) => {
    expect(read(...cells)).toMatchObject({ ok: false, line: 3, column, code });
  });
});
