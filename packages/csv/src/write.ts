import { escapeFormula } from './escape-formula.ts';

export interface WriteOptions {
  delimiter?: string;
  newline?: string;
  /** `false` writes cells exactly as they are, for files that only programs read. */
  escapeFormulas?: boolean;
}

const needsQuotes = /["\r\n,;\t|]|^[\s\ufeff]|\s$/;

/** The rows as RFC 4180 text, each followed by a line end. Cells that a spreadsheet would run are escaped. */
export function writeCsv(rows: Iterable<readonly string[]>, options: WriteOptions = {}): string {
  const { delimiter = ',', newline = '\r\n', escapeFormulas = true } = options;
  let text = '';
  for (const cells of rows) {
    const written = cells.map((raw) => {
      const cell = escapeFormulas ? escapeFormula(raw) : raw;
      const quote = needsQuotes.test(cell) || cell.includes(delimiter) || (cell === '' && cells.length === 1);
      return quote ? `"${cell.replaceAll('"', '""')}"` : cell;
    });
    text += written.join(delimiter) + newline;
  }
  return text;
}
