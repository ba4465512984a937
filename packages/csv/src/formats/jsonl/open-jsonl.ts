import { createDecoder } from '../../read/decode.ts';
import { CsvError } from '../../table/csv-error.ts';
import { headBytes, maxColumns, type ReadLimits } from '../../table/limits.ts';
import { createReadReport, type ReadReport } from '../../table/read-report.ts';
import type { RawRecord } from '../../table/record.ts';
import type { Table } from '../table.ts';
import { flatten, parseLine } from './flatten.ts';
import { splitLines } from './split-lines.ts';

const headLines = 5000;

/** Whether the first line that is not blank is a JSON object by itself. */
export function startsWithObject(text: string): boolean {
  const line = text.trimStart().split('\n', 1)[0]?.trim() ?? '';
  return line.startsWith('{') && line.endsWith('}') && parseLine(line) !== undefined;
}

/**
 * Opens JSON Lines: one object a line. The columns are those of the objects in the file's head, in the order of their
 * first appearance; keys that appear later are counted in the report.
 * @param open reads the file from its beginning, decompressed
 * @throws CsvError `no-table`, `too-many-columns`, `record-too-long`, `not-utf-8`
 */
export async function openJsonl(
  open: () => AsyncIterable<Uint8Array>,
  encoding: string,
  { recordChars }: ReadLimits,
): Promise<Table> {
  const header = await readKeys(splitLines(decode(open(), encoding), recordChars));
  const places = new Map(header.map((name, i) => [name, i]));
  return {
    header,
    headerRow: 0,
    async *records(report) {
      for await (const lines of splitLines(decode(open(), encoding), recordChars)) {
        const records = lines.flatMap(({ line, text }) => toRecord(line, text, report));
        if (records.length > 0) yield records;
      }
    },
  };

  function toRecord(line: number, text: string, report: ReadReport): RawRecord[] {
    const row = text.trim() === '' ? null : parseLine(text);
    if (row === undefined) return [{ line, cells: [text.trim()], fault: 'the line is not a JSON object' }];
    const cells = Array<string>(header.length).fill('');
    let isBlank = true;
    for (const [name, value] of row ? flatten(row) : []) {
      const place = places.get(name);
      if (value !== '') isBlank = false;
      if (place !== undefined) cells[place] = value;
      else if (value !== '') report.warn(`${otherKeys} (the first: "${name.slice(0, 100)}")`, line);
    }
    if (!isBlank) return [{ line, cells }];
    report.skipped++;
    return [];
  }
}

const otherKeys = 'Keys that no object at the beginning of the file has were left out';

async function readKeys(batches: AsyncGenerator<{ line: number; text: string }[]>): Promise<string[]> {
  const keys = new Set<string>();
  let chars = 0;
  for await (const lines of batches) {
    for (const { text, line } of lines) {
      if (line > headLines || chars > headBytes) return [...keys];
      chars += text.length;
      const row = parseLine(text);
      if (!row) continue;
      for (const name of flatten(row).keys()) keys.add(name);
      if (keys.size > maxColumns)
        throw new CsvError(
          'too-many-columns',
          `The objects have more than ${maxColumns.toLocaleString('en')} different keys.`,
        );
    }
  }
  if (keys.size === 0) throw new CsvError('no-table', 'No line of the file is a JSON object with keys.');
  return [...keys];
}

async function* decode(bytes: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = createDecoder(encoding, createReadReport(), true);
  for await (const piece of bytes) yield decoder.write(piece);
  yield decoder.end();
}
