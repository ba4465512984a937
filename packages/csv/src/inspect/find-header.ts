import { looksLikeDate } from '../cells/parse-date.ts';
import { parseNumber } from '../cells/parse-number.ts';
import { nameWords } from '../mapping/name-words.ts';
import { fieldsNamed } from '../mapping/synonyms.ts';
import type { RawRecord } from '../table/record.ts';

const sampleRows = 50;

/**
 * The index of the header: the first record that is as wide as the table, mostly filled, and without numbers and dates.
 * -1 for a table without a header: its first row has the same numbers or dates as the rows below.
 */
export function findHeader(records: readonly RawRecord[], width: number): number {
  const rows = records.slice(0, sampleRows).map((record) => record.cells);
  const wide = Math.max(1, Math.ceil(width * 0.6));
  const isHeader = (cells: string[]): boolean => {
    const filled = cells.filter((cell) => cell.trim() !== '');
    return filled.length >= wide && filled.filter(isData).length <= filled.length * 0.25;
  };
  const found = rows.findIndex(isHeader);
  const first = Math.max(
    0,
    rows.findIndex((cells) => cells.length >= wide),
  );
  if (found >= 0 && (found === first || !startsWithData(rows.slice(first)))) return found;
  return startsWithData(rows.slice(first)) ? -1 : first;
}

const isData = (cell: string): boolean => typeof parseNumber(cell) === 'number' || looksLikeDate(cell);

function startsWithData([first = [], ...below]: string[][]): boolean {
  if (below.length < 2 || first.some((cell) => fieldsNamed(nameWords(cell).join('')).size > 0)) return false;
  const same = first.filter((cell, i) => isData(cell) && below.every((cells) => isData(cells[i] ?? '')));
  return same.length >= Math.max(1, first.length / 2);
}
