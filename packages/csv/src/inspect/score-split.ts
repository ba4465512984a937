import { looksLikeDate } from '../cells/parse-date.ts';
import { parseNumber } from '../cells/parse-number.ts';
import { requote } from '../read/rewrite-cells.ts';
import type { Dialect } from '../table/dialect.ts';
import type { RawRecord } from '../table/record.ts';

/** Rows above the table whose number of cells differs: more are taken for rows of the table. */
const maxPreamble = 20;
const typedRows = 60;

/**
 * How well a delimiter splits the records into a table: rows of one width, cells that are single values. After van den Burg,
 * Nazábal and Sutton, "Wrangling messy CSV files by detecting row and type patterns" (2019): the product of both.
 * @param text the text of the records, in which a quoted cell counts as one value
 * @returns the width of most rows, 1 for no table, and a score of 0 to about 1.5
 */
export function scoreSplit(
  records: readonly RawRecord[],
  { delimiter, quote }: Dialect,
  text: string,
): { width: number; score: number } {
  const none = { width: 1, score: 0 };
  const rows = records.map(({ cells }) => cells);
  const width = commonWidth(rows);
  if (width === 1) return none;
  const start = rows.findIndex((cells) => cells.length === width);
  if (start > maxPreamble) return none;
  const table = rows.slice(start);
  const consistent = table.filter((cells) => fits(cells, width)).length / table.length;
  if (consistent < 0.5 && (rows[0]?.length ?? 0) < 2) return none;
  const typed = table.filter((cells) => cells.length === width).slice(0, typedRows);
  if (delimiter === ' ' && (consistent < 0.95 || start > 0 || !isMostlyNumbers(typed))) return none;
  const values = scoreValues(typed, width, (cell) => {
    const share = singleValue(cell);
    return share < 1 && quote !== '' && text.includes(requote(cell, quote)) ? 1 : share;
  });
  const wide = 1 + Math.log2(Math.min(width, 32)) / 10;
  return { width, score: consistent ** 2 * (0.2 + 0.8 * values) * wide * (start > 0 ? 0.85 : 1) };
}

function commonWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) if (length > 1) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 1;
}

/** Whether the row has the width, apart from empty cells at its end. */
function fits(cells: readonly string[], width: number): boolean {
  return cells.length === width || (cells.length > width && cells.slice(width).every((cell) => cell === ''));
}

/** Mean share of single values in the columns, and that of the worst column, which a wrong delimiter cuts out of two. */
function scoreValues(rows: readonly (readonly string[])[], width: number, scoreCell: (cell: string) => number): number {
  let sum = 0;
  let worst = 1;
  for (let column = 0; column < width; column++) {
    const share = rows.reduce((total, cells) => total + scoreCell(cells[column] ?? ''), 0) / rows.length;
    sum += share;
    worst = Math.min(worst, share);
  }
  return (sum / width + worst) / 2;
}

/** 1 for one value, 0.75 for a list of alike values, 0 for what looks like several cells. */
function singleValue(cell: string): number {
  const text = cell.trim();
  if (text === '' || /^[\w .-]+$/.test(text)) return 1;
  if (text.includes('\t')) return 0;
  // A quote that does not enclose the cell, or one of two that enclosed a longer one.
  if (text.startsWith('"') || text.split('"').length % 2 === 0) return 0.3;
  if (/^(?:https?:|www\.|[[{])/i.test(text) || typeof parseNumber(text) === 'number' || looksLikeDate(text)) return 1;
  const separator = /[,;|^~](?! )|::/.exec(text)?.[0];
  if (separator === undefined) return 1;
  const parts = text.split(separator);
  const numbers = parts.filter((part) => /^\s*-?\d+(?:[.,]\d+)?\s*$/.test(part)).length;
  return numbers === 0 || numbers === parts.length ? 0.75 : 0;
}

function isMostlyNumbers(rows: readonly (readonly string[])[]): boolean {
  const cells = rows.flat();
  return cells.filter((cell) => typeof parseNumber(cell) === 'number').length >= cells.length * 0.5;
}
