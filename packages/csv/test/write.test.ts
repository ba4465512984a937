import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeFormula, unescapeFormula, writeCsv } from '../src/index.ts';
import { cellsOf, readAll } from './csv-table.ts';

describe('formula cells', () => {
  it.each([
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(A1)',
    '\t=1',
    '\rx',
    '\tx',
    ' =1',
    '\n=1+1',
    '\0=1',
    '=1+1\nfoo',
    '\ufeff=1',
    '\u200b=1',
    '\u00a0@x',
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
    '＝1+1',
    '-',
    '=',
    '+49 170 1234x',
    '-5+A1',
    '--5',
  ])('%j is escaped', (cell) => {
    expect(escapeFormula(cell)).toBe(`'${cell}`);
  });
  it.each(['', 'plain', '1=1', 'a-b', '-5', '+5', '-1.5', '-1,234.50', '00123', "'x", 'é', 'x\t=1'])(
    '%j stays',
    (cell) => {
      expect(escapeFormula(cell)).toBe(cell);
    },
  );

  it('no cell of a written file starts a formula', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ' ', '\0', '"', ',', '1', 'A', '\ufeff'),
      maxLength: 8,
    });
    fc.assert(
      fc.property(nasty, (cell) => {
        const written = escapeFormula(cell);
        const bare = written.replace(/^[\s\p{C}]+/u, '');
        expect(/^[=@]/.test(bare) || (/^[+-]/.test(bare) && !/^[+-]?\d+$/.test(written))).toBe(false);
      }),
    );
  });
});

it('an escaped cell is read back as it was', () => {
  const cells = fc.string({ unit: fc.constantFrom("'", '=', '-', '1', 'A', ' ', '\t', '@'), maxLength: 6 });
  fc.assert(
    fc.property(cells, (cell) => {
      expect(unescapeFormula(escapeFormula(cell))).toBe(cell);
    }),
  );
});

describe('writing', () => {
  it('quotes cells with delimiters, quotes, line ends and outer white space', () => {
    expect(writeCsv([['a', 'b c', 'x,y', 'he said "no"', 'l1\nl2', ' edge ', '']])).toBe(
      'a,b c,"x,y","he said ""no""","l1\nl2"," edge ",\r\n',
    );
  });

  it('is read back unchanged but for the escape of formulas', async () => {
    const text = writeCsv([
      ['id', 'note'],
      ['00123', '=1+1\nfoo'],
      ['2', '-6'],
      ['3', '"'],
    ]);
    expect(cellsOf(await readAll(text))).toEqual([
      ['00123', "'=1+1\nfoo"],
      ['2', '-6'],
      ['3', '"'],
    ]);
  });
});
