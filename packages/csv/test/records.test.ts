import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import type { Detected } from '@curio/contracts';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { CsvError, createReadReport, preview, readRecords, writeCsv } from '../src/index.ts';
import { bytesOf, cellsOf, chunked, commas, detectAll, readAll } from './csv-table.ts';

const refused = async (source: Uint8Array | string, reading = {}): Promise<CsvError> =>
  readAll(source, { detected: commas, ...reading }).then(
    () => {
      throw new Error('the file was accepted');
    },
    (error: unknown) => {
      if (error instanceof CsvError) return error;
      throw error;
    },
  );

describe('records and their lines', () => {
  it('counts physical lines through quoted line breaks and blank lines', async () => {
    const text = 'id,text\n1,"a\nb\nc"\n\n2,plain\n3,"x\n"\n4,end';
    expect(await readAll(text)).toEqual([
      { line: 2, cells: ['1', 'a\nb\nc'] },
      { line: 6, cells: ['2', 'plain'] },
      { line: 7, cells: ['3', 'x\n'] },
      { line: 9, cells: ['4', 'end'] },
    ]);
  });

  it.each(['\n', '\r\n', '\r'])('reads line ends %j', async (end) => {
    const records = await readAll(['id,b', '1,"x ""y"" z"', '2,"q" ', '3,c'].join(end));
    expect(cellsOf(records)).toEqual([
      ['1', 'x "y" z'],
      ['2', 'q'],
      ['3', 'c'],
    ]);
    expect(records.map((record) => record.line)).toEqual([2, 3, 4]);
  });

  it('reads mixed line ends, and keeps those inside quotes', async () => {
    const text = 'a,b\r\n1,x\n2,"q\r\nr"\r\n3,"s"\n4,t\r\n';
    for (const size of [1, 3, 1000])
      expect(cellsOf(await readAll(text, { size }))).toEqual([
        ['1', 'x'],
        ['2', 'q\r\nr'],
        ['3', 's'],
        ['4', 't'],
      ]);
  });

  it('keeps ragged rows, ids and quotes inside cells', async () => {
    const text = 'id,b,c\n00123,5" pipe\n9007199254740993,x,y,z\n😀,"The "Best" one",é\ne\u0301,,\n';
    expect(cellsOf(await readAll(text))).toEqual([
      ['00123', '5" pipe', ''],
      ['9007199254740993', 'x', 'y', 'z'],
      ['😀', 'The "Best" one', 'é'],
      ['e\u0301', '', ''],
    ]);
  });

  it('skips a preamble with a stray quote', async () => {
    const detected = { ...commas, headerRow: 3 };
    const records = await readAll('Report "x\n"unclosed, yes\nid,b\n1,2\n', { detected, size: 4 });
    expect(records).toEqual([{ line: 4, cells: ['1', '2'] }]);
  });

  it('returns every row of a file without a header', async () => {
    expect(await readAll('1,2\n3,4\n', { detected: { ...commas, headerRow: 0 } })).toHaveLength(2);
  });

  it('reports a header line that does not exist', async () => {
    expect((await refused('a,b\n1,2\n', { detected: { ...commas, headerRow: 9 } })).code).toBe('no-header-line');
  });

  it('refuses an invalid delimiter and an unknown encoding', async () => {
    for (const delimiter of ['', '"', '\n', '|||||'])
      expect((await refused('a,b\n1,2\n', { detected: { ...commas, delimiter } })).code).toBe('bad-delimiter');
    for (const encoding of ['klingon', 'base64'])
      expect((await refused('a,b\n1,2\n', { detected: { ...commas, encoding } })).code).toBe('unknown-encoding');
    const bytes = bytesOf('a,b\n1,2\n');
    expect(() => preview(bytes, { ...commas, headerRow: 5 })).toThrow(/no line 5/);
  });

  it('passes on errors of the stream', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a,b\n1,2\n');
      throw new Error('disk gone');
    }
    for (const compression of ['none', 'gzip'] as const) {
      const reading = async (): Promise<void> => {
        for await (const batch of readRecords(broken(), { ...commas, compression })) expect(batch).toBeDefined();
      };
      await expect(reading()).rejects.toThrow(compression === 'none' ? 'disk gone' : /disk gone|damaged/);
    }
  });
});

describe('hostile files', () => {
  it('reads a quote that never closes as text, with its line, and goes on', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('id,name\n1,a\n2,"never closed\n');
      const block = Buffer.from('3,some text\n'.repeat(5000));
      for (let sent = 0; sent < 10 << 20; sent += block.length) yield block;
    }
    const report = createReadReport();
    let rows = 0;
    for await (const batch of readRecords(endless(), commas, { report }))
      for (const { cells } of batch) {
        rows++;
        if (cells[0] === '2') expect(cells).toEqual(['2', '"never closed']);
      }
    expect(rows).toBe(2 + 5000 * Math.ceil((10 << 20) / 60_000));
    expect(report.warnings).toMatchObject([{ reason: expect.stringContaining('quote'), rows: 1, firstLine: 3 }]);
  });

  it('reads a quote that is open at the end of the file as text', async () => {
    const report = createReadReport();
    expect(cellsOf(await readAll('id,name\n1,"a\nb"\n2,"b\n3,c\n', { detected: commas, report }))).toEqual([
      ['1', 'a\nb'],
      ['2', '"b'],
      ['3', 'c'],
    ]);
    expect(report.warnings).toMatchObject([{ rows: 1, firstLine: 4 }]);
  });

  it('reads a cell that starts with a quote as text, whatever follows', async () => {
    const text =
      'id,title,by\n1,"Best" of Bach,Bach\n2,"Best" of Bach,"Bach, J. S."\n3,"Weird Al\n4,"a ""b""",c\n5,"Rome"\n';
    for (const [size, end] of [
      [1, '\n'],
      [7, '\r\n'],
      [1000, '\r'],
    ] as const) {
      const report = createReadReport();
      expect(cellsOf(await readAll(text.replaceAll('\n', end), { detected: commas, size, report }))).toEqual([
        ['1', '"Best" of Bach', 'Bach'],
        ['2', '"Best" of Bach', 'Bach, J. S.'],
        ['3', '"Weird Al', ''],
        ['4', 'a "b"', 'c'],
        ['5', 'Rome', ''],
      ]);
      expect(report.warnings).toContainEqual(expect.objectContaining({ rows: 3, firstLine: 2 }));
    }
  });

  it('reads quotes after a space, single quotes, backslashes and delimiters of two characters', async () => {
    const read = async (text: string, dialect: Partial<Detected>): Promise<string[][]> =>
      cellsOf(await readAll(text, { detected: { ...commas, ...dialect }, size: 3 }));
    expect(await read('a, "b"\n1, "x, y"\n2,  "say ""hi"""\n3, 5" pipe\n', {})).toEqual([
      ['1', 'x, y'],
      ['2', 'say "hi"'],
      ['3', ' 5" pipe'],
    ]);
    expect(await read("a,b\n'1','x, y'\n'2','it''s'\n3,'n Sync\n", { quote: "'" })).toEqual([
      ['1', 'x, y'],
      ['2', "it's"],
      ['3', "'n Sync"],
    ]);
    const slashes = 'a,b\r\n1,"say \\"hi\\", he"\r\n2,"C:\\\\"\r\n3,"x\r\ny"\r\n';
    expect(await read(slashes, { escape: 'backslash' })).toEqual([
      ['1', 'say "hi", he'],
      ['2', 'C:\\'],
      ['3', 'x\r\ny'],
    ]);
    expect(await read('1::"a::b"::c\n2:::d::e\n', { delimiter: '::', headerRow: 0 })).toEqual([
      ['1', 'a::b', 'c'],
      ['2', ':d', 'e'],
    ]);
    expect(await read('a\tb\n1\t"x\n2\t"y"\n', { delimiter: '\t', quote: '' })).toEqual([
      ['1', '"x'],
      ['2', '"y"'],
    ]);
  });

  it('refuses a field of 50 MB without buffering it', async () => {
    const error = await refused(Buffer.concat([Buffer.from('id,name\n1,a\n2,'), Buffer.alloc(50 << 20, 'x')]));
    expect(error).toMatchObject({ code: 'record-too-long', line: 3 });
  });

  it('reads NULs, a row of 100,000 cells and one record of 900 KB', async () => {
    const big = 'y'.repeat(900_000);
    const records = await readAll(`id,name\n1,a\0b\n2${',x'.repeat(100_000)}\n3,"${big}"\n`, { detected: commas });
    expect(records.map(({ cells }) => cells.length)).toEqual([2, 100_001, 2]);
    expect(records[0]?.cells[1]).toBe('a\0b');
    expect(records[2]?.cells[1]).toBe(big);
  });

  it('reads text that quotes make expensive to parse', async () => {
    const expensive = `,${'"'.repeat(3)}x`;
    const strays = `id,b\n1,"${'" x'.repeat(5000)}${' '.repeat(500_000)},2\n`;
    expect(await readAll(strays, { detected: commas })).toHaveLength(1);
    const [record] = await readAll(`id,b\n${expensive.repeat(150_000)}\n`, { detected: commas });
    expect(record?.cells).toHaveLength(150_001);
  });

  it('reads quotes in the middle of cells by the hundred thousand', async () => {
    const records = await readAll(`id,b\n1,${'a"'.repeat(400_000)}\n2,c\n`, { detected: commas });
    expect(records).toHaveLength(2);
  });

  it('stops a gzip bomb', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from('a,b\n'), Buffer.alloc(64 << 20, `${'1'.repeat(4000)},2\n`)]));
    expect(bomb.length).toBeLessThan(256 << 10);
    const gzip = { ...commas, compression: 'gzip' as const };
    expect((await refused(bomb, { detected: gzip })).code).toBe('gzip-bomb');
    const small = { inflatedBytes: 1 << 20 };
    expect((await refused(bomb, { detected: gzip, limits: small })).code).toBe('file-too-large');
  });

  it('reports a truncated and a damaged gzip file', async () => {
    const body = Array.from({ length: 20_000 }, (_, i) => `${i},${Math.sin(i)}\n`).join('');
    const whole = gzipSync(Buffer.from(`a,b\n${body}`));
    const gzip = { ...commas, compression: 'gzip' as const };
    expect(await readAll(whole, { detected: gzip })).toHaveLength(20_000);
    expect((await refused(whole.subarray(0, whole.length * 0.99), { detected: gzip })).code).toBe('truncated-gzip');
    const damaged = Buffer.from(whole);
    damaged.fill(0x55, 5000, 5100);
    expect((await refused(damaged, { detected: gzip })).code).toBe('broken-gzip');
  });

  it('refuses invalid UTF-8 deep in the file, with its line', async () => {
    const text = `id,name\n${'1,plain\n'.repeat(200_000)}2,Caf\u00e9\n`;
    expect(await refused(bytesOf(text, 'windows-1252'))).toMatchObject({ code: 'not-utf-8', line: 200_002 });
  });

  it('turns any bytes into records or a CsvError with a sentence', async () => {
    const piece = fc.constantFrom('"', '""', ',', '\n', '\r\n', '\r', ' ', 'a', 'é', '\0', ';', '\t', '"a"', '\ufeff');
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(piece, { maxLength: 120 }).map((parts) => bytesOf(parts.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (source) => {
        try {
          for (const { cells, line } of await readAll(source)) {
            expect(cells.length).toBeGreaterThan(0);
            expect(line).toBeGreaterThan(0);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(CsvError);
        }
      }),
      { numRuns: 1500 },
    );
  });
});

const isFilled = (cells: readonly string[]): boolean => cells.some((cell) => cell.trim() !== '');

describe('properties', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({
      unit: fc.constantFrom('"', ',', ';', '\n', '\r', '\t', '|', ' ', 'a', '0', 'é', '=', "'"),
      maxLength: 10,
    }),
    fc.constantFrom('00123', '9007199254740993', '😀', 'é', 'e\u0301', '__proto__', 'NaN', '-5', '', ' x '),
  );
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }))
    .filter((rows) => rows.some(isFilled));
  const header = ['item id', 'title', 'price', 'tags', 'colour'];

  it('a table comes back exactly, for every delimiter, line end, encoding and chunk size', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom('utf-8', 'utf-8 bom', 'utf-16le', 'utf-16be'),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        async (rows, delimiter, newline, encoding, size, zipped) => {
          const all = [header.slice(0, rows[0]!.length), ...rows];
          const text = writeCsv(all, { delimiter, newline, escapeFormulas: false });
          const plain = bytesOf(text, encoding.split(' ')[0], encoding !== 'utf-8');
          const bytes = zipped ? gzipSync(plain) : plain;
          const detected = detectAll(bytes);
          expect(detected).toMatchObject({ delimiter, headerRow: 1, encoding: encoding.split(' ')[0] });
          expect(cellsOf(await readAll(bytes, { detected, size }))).toEqual(rows.filter(isFilled));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('Western letters survive windows-1252', async () => {
    const words = fc.string({ unit: fc.constantFrom(...'abcdefg nrst éèäöüßñç€'), minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(words, { minLength: 3, maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        async (names, size) => {
          const rows = names.map((name, i) => [String(i), name, 'Straße nach Süden']);
          const bytes = bytesOf(writeCsv([['id', 'name', 'note'], ...rows]), 'windows-1252');
          const detected = { ...detectAll(bytes), encoding: 'windows-1252' };
          expect(cellsOf(await readAll(bytes, { detected, size }))).toEqual(rows);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('messy text gives the same records for all chunk sizes, and the same as papaparse on the whole text', async () => {
    const piece = fc.constantFrom(
      '"',
      '"',
      '""',
      ',',
      ',',
      '\n',
      '\r\n',
      ' ',
      'a',
      'b c',
      'é',
      '"x"',
      '"x\ny"',
      '"x",',
      '"\n',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), async (parts, size) => {
        const text = `h,i\n${parts.join('')}`;
        const report = createReadReport();
        const read = (by: number): Promise<unknown> =>
          readAll(text, { detected: commas, size: by, report }).catch((error: unknown) => {
            if (error instanceof CsvError) return `${error.code} ${error.line}`;
            throw error;
          });
        const whole = await read(1 << 20);
        expect(await read(size)).toEqual(whole);
        if (typeof whole === 'string' || report.warnings.length > 0 || /\r| "|"\s*$/.test(text)) return;
        const { data } = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n' });
        const records = data.slice(1).filter(isFilled);
        expect((whole as { cells: string[] }[]).map(({ cells }) => cells)).toEqual(records);
      }),
      { numRuns: 1500 },
    );
  });

  it('line numbers are those on which records start', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 30 }),
        async (rows, newline, size) => {
          const all = [header.slice(0, rows[0]!.length), ...rows];
          const text = writeCsv(all, { newline, escapeFormulas: false });
          const records = await readAll(bytesOf(text), { detected: commas, size });
          let line = 1;
          const lines = records.map((record) => record.line);
          for (const [i, cells] of all.entries()) {
            if (i > 0 && isFilled(cells)) expect(lines.shift()).toBe(line);
            line += writeCsv([cells], { newline, escapeFormulas: false }).split('\n').length - 1;
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('reads one huge chunk as it reads many small ones', async () => {
    const text = `id,name\n${Array.from({ length: 30_000 }, (_, i) => `${i},"name ""${i}"""\r\n`).join('')}`;
    const bytes = bytesOf(text);
    const records: number[] = [];
    for await (const batch of readRecords(chunked(bytes, bytes.length), commas)) records.push(batch.length);
    expect(records.reduce((sum, n) => sum + n, 0)).toBe(30_000);
    expect(Math.max(...records)).toBeLessThan(8000);
  });
});
