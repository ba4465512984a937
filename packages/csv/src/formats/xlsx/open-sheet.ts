import { findHeader } from '../../inspect/find-header.ts';
import { noHeaderLine } from '../../read/read-records.ts';
import { CsvError } from '../../table/csv-error.ts';
import type { RawRecord } from '../../table/record.ts';
import type { Table } from '../table.ts';
import type { ZipEntry } from '../zip/open-zip.ts';
import { openWorkbook } from './open-workbook.ts';
import { readSheet } from './read-sheet.ts';
import { readSharedStrings } from './shared-strings.ts';

export interface SheetTable extends Table {
  sheet: string;
  sheets: string[];
}

const headRows = 200;

/**
 * Opens a sheet of a workbook: the one named, else the largest visible one. The header is found below title rows, as in
 * text files.
 * @param fixed the row of the header, where it is known; 0 for none
 * @throws CsvError `no-sheet`, `no-table`, `no-rows`, `broken-workbook`, `workbook-too-large`, …
 */
export async function openSheet(
  entries: readonly ZipEntry[],
  fixed: { sheet?: string | undefined; headerRow?: number | undefined },
): Promise<SheetTable> {
  const workbook = await openWorkbook(entries);
  const sheets = workbook.sheets.map(({ name }) => name);
  const chosen =
    fixed.sheet === undefined
      ? workbook.sheets.toSorted((a, b) => b.entry.bytes - a.entry.bytes)[0]
      : workbook.sheets.find(({ name }) => name === fixed.sheet);
  if (!chosen)
    throw new CsvError('no-sheet', `The workbook has no sheet "${fixed.sheet}"; it has ${sheets.join(', ')}.`);
  const strings = await readSharedStrings(workbook.sharedStrings);
  const head = await readHead(readSheet(chosen.entry, workbook, strings));
  const filled = head.filter(({ cells }) => cells.length > 0);
  const width = filled.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  if (width === 0) throw new CsvError('no-table', `The sheet "${chosen.name}" is empty.`);
  const found = findHeader(filled, width);
  // Of two rows, the lower one has the names of single columns.
  const headerRow = fixed.headerRow ?? filled[found.first + found.rows - 1]?.line ?? 0;
  const names = headerRow === 0 ? [] : head.find(({ line }) => line === headerRow)?.cells;
  if (names === undefined) throw noHeaderLine(headerRow);
  const header = padded(names, width);
  if (head.length < headRows && filled.every(({ line }) => line <= headerRow))
    throw new CsvError('no-rows', `The sheet "${chosen.name}" has a header but no rows below it.`);
  return {
    header,
    headerRow,
    sheet: chosen.name,
    sheets,
    async *records(report) {
      for await (const rows of readSheet(chosen.entry, workbook, strings, report)) {
        const below = rows.filter(({ line }) => line > headerRow);
        const records = below.filter(({ cells }) => cells.length > 0);
        report.skipped += below.length - records.length;
        if (records.length > 0) yield records.map(({ line, cells }) => ({ line, cells: padded(cells, header.length) }));
      }
    },
  };
}

async function readHead(batches: AsyncGenerator<RawRecord[]>): Promise<RawRecord[]> {
  const head: RawRecord[] = [];
  for await (const rows of batches) {
    head.push(...rows);
    if (head.length >= headRows) break;
  }
  return head.slice(0, headRows);
}

/** Workbooks do not store empty cells at the end of a row. */
function padded(cells: string[], width: number): string[] {
  return cells.length >= width ? cells : [...cells, ...Array<string>(width - cells.length).fill('')];
}
