/** A part of the text that is replaced before the parser gets it. */
export interface CellEdit {
  start: number;
  /** Index after the part. */
  end: number;
  text: string;
  /** The part is a cell that starts with a quote and is not quoted. */
  literal?: true;
}

/** The text as a quoted cell. */
export const requote = (text: string, quote: string): string => quote + text.replaceAll(quote, quote + quote) + quote;

/**
 * Replaces parts of the text.
 * @param edits in the order of the text
 * @param quoted starts and ends of the quoted cells, flat, where CRLF is to become LF outside of them
 */
export function rewrite(raw: string, edits: readonly CellEdit[], quoted: readonly number[] | undefined): string {
  let result = '';
  let from = 0;
  const between = (to: number): string => (quoted ? dropCarriageReturns(raw, quoted, from, to) : raw.slice(from, to));
  for (const edit of edits) {
    result += between(edit.start) + edit.text;
    from = edit.end;
  }
  return result + between(raw.length);
}

/** The text from `start` to `end` with LF for CRLF, outside of the quoted cells. */
export function dropCarriageReturns(raw: string, quoted: readonly number[], start: number, end: number): string {
  let result = '';
  let from = start;
  for (let i = 0; i + 1 < quoted.length; i += 2) {
    const open = quoted[i] ?? 0;
    const close = quoted[i + 1] ?? 0;
    if (open < start) continue;
    if (open >= end) break;
    result += raw.slice(from, open).replaceAll('\r\n', '\n') + raw.slice(open, close + 1);
    from = close + 1;
  }
  return result + raw.slice(from, end).replaceAll('\r\n', '\n');
}
