import Papa from 'papaparse';
import type { RawRecord } from '../table/record.ts';
import type { RecordBlock } from './split-records.ts';

/** Splits a block of whole records into cells and counts the physical lines. Blank lines are skipped. */
export function parseBlock(block: RecordBlock, delimiter: string): RawRecord[] {
  const { newline } = block;
  // papaparse drops a U+FEFF at the start of its input; in the middle of a file it is part of the text.
  const text = block.text.startsWith('\ufeff') ? `\ufeff${block.text}` : block.text;
  const { data } = Papa.parse<string[]>(text, { delimiter, newline, quoteChar: '"', escapeChar: '"' });
  if (text.endsWith(newline)) data.pop();
  const oneLineEach = data.length === block.nextLine - block.line || !text.includes('"');
  const records: RawRecord[] = [];
  let line = block.line;
  for (const cells of data) {
    if (cells.length > 1 || cells[0] !== '') records.push({ line, cells });
    line += oneLineEach ? 1 : 1 + linesWithin(cells, newline);
  }
  return records;
}

function linesWithin(cells: string[], newline: string): number {
  let count = 0;
  for (const cell of cells) for (let i = cell.indexOf(newline); i >= 0; i = cell.indexOf(newline, i + 1)) count++;
  return count;
}
