import { looksLikeDate } from '../cells/parse-date.ts';
import { parseNumber } from '../cells/parse-number.ts';
import { nameWords } from '../mapping/name-words.ts';
import { fieldsNamed } from '../mapping/synonyms.ts';
import type { RawRecord } from '../table/record.ts';

const sampleRows = 50;
/** Rows at the end of the sample from which the columns are described, at most. */
const bodyRows = 30;

export interface Header {
  /** Index of the first header record; -1 for a table without a header. */
  first: number;
  rows: 1 | 2;
}

type Cells = readonly string[];

/**
 * Finds the header: the row above the first one whose cells are like those of the columns below (numbers, dates, codes of one
 * length, values that recur). Rows of titles above it are narrower. The names of a second row are joined where those of one row
 * repeat or are missing.
 */
export function findHeader(records: readonly RawRecord[], width: number): Header {
  const rows: Cells[] = records.slice(0, sampleRows).map((record) => record.cells);
  const wide = Math.max(1, Math.ceil(width * 0.6));
  const isWide = (cells: Cells | undefined): boolean => cells !== undefined && filled(cells).length >= wide;
  const isLikeBelow = describeBody(rows.filter((cells) => isWide(cells)));
  const first = rows.findIndex(isWide);
  if (first < 0) return { first: 0, rows: 1 };
  const data = rows.findIndex((cells, i) => i >= first && isWide(cells) && isLikeBelow(cells));
  if (data === first) return { first: -1, rows: 1 };
  const candidates = rows
    .slice(first, data < 0 ? first + 1 : data)
    .flatMap((cells, i) => (isWide(cells) ? [first + i] : []));
  const score = (index: number): number => scoreNames(rows[index] ?? []);
  const best = candidates.reduce((a, b) => (score(b) > score(a) ? b : a), first);
  return joinable(rows, best, candidates);
}

const filled = (cells: Cells): string[] => cells.filter((cell) => cell.trim() !== '');

const isData = (cell: string): boolean => typeof parseNumber(cell) === 'number' || looksLikeDate(cell);

const isKnownName = (cell: string): boolean => fieldsNamed(nameWords(cell).join('')).size > 0;

const isAddress = (cell: string): boolean => /^(?:https?:\/\/|www\.)\S+$|^[^\s@]+@[^\s@]+\.[^\s@]+$/i.test(cell.trim());

/** Whether a row is like the rows at the end of the sample. */
function describeBody(rows: readonly Cells[]): (cells: Cells) => boolean {
  const body = rows.slice(Math.max(Math.min(rows.length - 1, 1), rows.length - bodyRows, Math.floor(rows.length / 3)));
  const tests = (rows[0] ?? []).map((_, i) => describeColumn(body.map((cells) => cells[i]?.trim() ?? '')));
  return (cells) => {
    const signs = cells.map((cell, i) => (cell.trim() === '' ? 'none' : (tests[i]?.(cell.trim()) ?? 'none')));
    const like = signs.filter((sign) => sign === 'like').length;
    const unlike = signs.filter((sign) => sign === 'unlike').length;
    // One column of numbers with a heading may hold a year; a known name is never among the values.
    return (
      like > 0 && like >= unlike && !cells.some((cell, i) => isKnownName(cell) && tests[i]?.(cell.trim()) !== 'like')
    );
  };
}

/** Compares a cell with a column of numbers or dates, of codes of one length, of addresses, or of values that recur. */
function describeColumn(body: Cells): (cell: string) => 'like' | 'unlike' | 'none' {
  const cells = body.filter((cell) => cell !== '');
  const most = cells.length * 0.8;
  if (cells.length === 0) return () => 'none';
  if (cells.filter(isData).length >= most) return (cell) => (isData(cell) ? 'like' : 'unlike');
  if (cells.filter(isAddress).length >= most) return (cell) => (isAddress(cell) ? 'like' : 'unlike');
  const length = cells[0]?.length ?? 0;
  const isCode = (cell: string): boolean => cell.length === length && /\d/.test(cell) && !/\s/.test(cell);
  if (cells.length > 2 && length > 3 && cells.every(isCode)) return (cell) => (isCode(cell) ? 'like' : 'unlike');
  const values = new Set(cells);
  const recurring = values.size <= cells.length * 0.7;
  return (cell) => (recurring && values.has(cell) ? 'like' : 'none');
}

/** Known names count most, then names that are all there and all different. */
function scoreNames(cells: Cells): number {
  const names = filled(cells);
  const different = new Set(names).size === names.length;
  return names.filter(isKnownName).length + (names.length === cells.length ? 0.5 : 0) + (different ? 0.5 : 0);
}

/** Joins the row with the one above, where that has groups, or with the one below, where this one repeats its names. */
function joinable(rows: readonly Cells[], index: number, candidates: readonly number[]): Header {
  const names = rows[index] ?? [];
  const repeats = (cells: Cells): boolean => new Set(filled(cells)).size < cells.length;
  const above = rows[index - 1];
  if (above && repeats(names) && filled(above).length > 1 && above.length >= names.length * 0.6 && !above.some(isData))
    return { first: index - 1, rows: 2 };
  const below = rows[index + 1];
  if (below && candidates.includes(index + 1) && repeats(names) && !repeats(below)) return { first: index, rows: 2 };
  return { first: index, rows: 1 };
}
