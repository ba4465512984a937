import Papa from 'papaparse';
import type { Dialect } from '../table/dialect.ts';
import type { RawRecord } from '../table/record.ts';
import type { RecordBlock } from './split-records.ts';

export interface ParsedBlock {
  records: RawRecord[];
  /** Blank lines and rows of empty cells, which are left out. */
  skipped: number;
}

/** Splits a block of whole records into cells and counts the physical lines. */
export function parseBlock(block: RecordBlock, { delimiter, quote }: Dialect): ParsedBlock {
  const { newline } = block;
  // papaparse drops a U+FEFF at the start of its input; in the middle of a file it is part of the text.
  const text = block.text.startsWith('\ufeff') ? `\ufeff${block.text}` : block.text;
  const quoted = quote !== '' && text.includes(quote);
  const { data } = Papa.parse<string[]>(text, {
    delimiter,
    newline,
    fastMode: !quoted,
    ...(quoted && { quoteChar: quote, escapeChar: quote }),
  });
  if (text.endsWith(newline)) data.pop();
  const oneLineEach = data.length === block.nextLine - block.line || !quoted;
  const records: RawRecord[] = [];
  let line = block.line;
  for (const cells of data) {
    if (!isEmpty(cells)) records.push({ line, cells });
    line += oneLineEach ? 1 : 1 + linesWithin(cells, newline);
  }
  return { records, skipped: data.length - records.length };
}

/** Most rows are recognised as filled by their first character. */
function isEmpty(cells: readonly string[]): boolean {
  const first = cells[0]?.charCodeAt(0) ?? 0;
  if (first > 32 && first < 127) return false;
  for (const cell of cells) if (cell.trim() !== '') return false;
  return true;
}

function linesWithin(cells: readonly string[], newline: string): number {
  let count = 0;
  for (const cell of cells) for (let i = cell.indexOf(newline); i >= 0; i = cell.indexOf(newline, i + 1)) count++;
  return count;
}
