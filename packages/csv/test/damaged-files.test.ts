import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { writeXlsx } from 'hucre/xlsx';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, it } from 'vitest';
import { CsvError } from '../src/index.ts';
import { readFile } from './sources.ts';

const table = Array.from({ length: 400 }, (_, i) => [`id${i}`, `name ${i % 7}`, String(i / 4)]);
const csv = strToU8(['id,name,price', ...table.map((cells) => cells.join())].join('\n'));
const jsonl = strToU8(table.map(([id, name, price]) => JSON.stringify({ id, name, price })).join('\n'));
const columnOf = (at: number) => table.map((cells) => cells[at] ?? '');
const files: Record<string, Uint8Array> = {
  xlsx: await writeXlsx({ sheets: [{ name: 'S', rows: [['id', 'name', 'price'], ...table] }] }),
  jsonl,
  parquet: new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'id', data: columnOf(0), type: 'STRING' },
        { name: 'name', data: columnOf(1), type: 'STRING' },
        { name: 'price', data: table.map((_, i) => i / 4), type: 'DOUBLE' },
      ],
    }),
  ),
  zip: zipSync({ 'a.csv': csv, 'b.csv': csv.subarray(0, 99) }),
  gzip: gzipSync(csv),
};

/** Rows, or a sentence: any other error is a bug, and so is a reader that never ends. */
async function outcome(file: Uint8Array): Promise<string> {
  try {
    return `${(await readFile(file)).rows.length} rows`;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    expect(error.message).toMatch(/^[A-Z"].*\.$/s);
    return error.message;
  }
}

it.each(Object.entries(files))(
  '%s: a whole file has its rows, a truncated or changed one a sentence',
  async (format, file) => {
    expect(await outcome(file)).toBe('400 rows');
    // Each Parquet file starts two threads.
    const numRuns = format === 'parquet' ? 10 : 60;
    const position = fc.nat({ max: file.length - 1 });
    await fc.assert(
      fc.asyncProperty(position, async (end) => {
        await outcome(file.subarray(0, end));
      }),
      { numRuns: numRuns / 5, seed: 9 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(position, fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 }),
        async (changes) => {
          const changed = file.slice();
          for (const [at, byte] of changes) changed[at] = byte;
          await outcome(changed);
        },
      ),
      { numRuns, seed: 9 },
    );
  },
);
