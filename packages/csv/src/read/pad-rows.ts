import type { ReadReport } from '../table/read-report.ts';
import type { RawRecord } from '../table/record.ts';

/** Whole rows whose first cells are compared with those of short ones. */
const learntRows = 1000;
const padded = 'The row has fewer cells than the header; the missing ones were read as empty';

/**
 * Fills rows from which a writer dropped empty cells at the end. Left as they are, to be rejected: rows of one cell, rows whose
 * first cell is unlike those of whole rows, and both parts of a row that a line break without quotes cut.
 * @param width cells of the header; undefined for a file without a header, where most of the first rows decide
 */
export function createRowPadder(
  width: number | undefined,
  report: ReadReport,
): (records: readonly RawRecord[]) => void {
  let cells = width;
  let numbers = true;
  let words = true;
  let learnt = 0;
  const isLikeFirst = (cell: string): boolean =>
    cell.trim() !== '' && (learnt === 0 || ((!numbers || isNumber(cell)) && (!words || isWord(cell))));
  return (records) => {
    cells ??= commonLength(records);
    let before: RawRecord | undefined;
    for (const record of records) {
      const { length } = record.cells;
      if (length >= cells && before === undefined && learnt === learntRows) continue;
      const first = record.cells[0] ?? '';
      if (length < cells && isSecondHalf(before, record, cells) && !(numbers && isLikeFirst(first))) {
        before = undefined;
        continue;
      }
      if (before) pad(before, cells, report);
      before = length > 1 && length < cells && isLikeFirst(first) ? record : undefined;
      if (length < cells || learnt === learntRows) continue;
      numbers &&= isNumber(first);
      words &&= isWord(first);
      learnt++;
    }
    if (before) pad(before, cells, report);
  };
}

/** Whether the cells of both rows are those of one, cut by a line break inside a cell. */
const isSecondHalf = (first: RawRecord | undefined, second: RawRecord, width: number): boolean =>
  first !== undefined &&
  first.line + 1 === second.line &&
  first.cells.length + second.cells.length - 1 === width &&
  width > 3;

function pad(record: RawRecord, width: number, report: ReadReport): void {
  while (record.cells.length < width) record.cells.push('');
  report.warn(padded, record.line);
}

const isNumber = (cell: string): boolean => /^\s*\d+\s*$/.test(cell);
const isWord = (cell: string): boolean => !/\s/.test(cell.trim());

/** The number of cells of most records; 0 for none. */
export function commonLength(records: readonly RawRecord[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}
