import { escapeFormula } from './escape-formula.ts';

export interface WriteOptions {
  delimiter?: string;
  newline?: string;
  /** `false` writes cells exactly, for files that only programs read. */
  escapeFormulas?: boolean;
}

const needsQuotes = /["\r\n,;\t|]|^[\s\ufeff]|\s$/;

/** RFC 4180 text of the rows, a line end behind each. Cells that a spreadsheet would run are escaped. */
export function writeCsv(rows: Iterable<readonly string[]>, options: WriteOptions = {}): string {
  const { delimiter = ',', newline = '\r\n', escapeFormulas = true } = options;
  let text = '';
  for (const cells of rows) {
    let row = '';
    for (let i = 0; i < cells.length; i++) {
      const cell = escapeFormulas ? escapeFormula(cells[i]!) : cells[i]!;
      const quote = needsQuotes.test(cell) || cell.includes(delimiter) || (cell === '' && cells.length === 1);
      row += (i > 0 ? delimiter : '') + (quote ? `"${cell.replaceAll('"', '""')}"` : cell);
    }
    text += row + newline;
  }
  return text;
}
