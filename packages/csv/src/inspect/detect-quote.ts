import type { Dialect } from '../table/dialect.ts';

/** Delimiters, as a class of a regular expression. */
const anyDelimiter = '[,;\\t|:^~\\x1f\\x01]';

/** Cells that start and end with the quote, whatever the delimiter. */
function countQuoted(text: string, quote: string, delimiter: string): number {
  const cell = new RegExp(
    `(?:^|${delimiter}) *${quote}(?:[^${quote}]|${quote}${quote})+${quote}(?= *(?:${delimiter}|\\r?$))`,
    'gm',
  );
  return text.match(cell)?.length ?? 0;
}

/** A single quote where whole cells are in single quotes in at least half of the lines, and none in double ones. */
export function detectQuote(text: string): Dialect['quote'] {
  if (!/(?:^|[,;\t|:^~])\s*'/m.test(text)) return '"';
  const lines = text.split('\n', 400);
  const sample = lines.join('\n');
  if (countQuoted(sample, '"', anyDelimiter) > 0) return '"';
  return countQuoted(sample, "'", anyDelimiter) >= Math.max(2, (lines.length - 1) / 2) ? "'" : '"';
}

/** Backslashes where a quote follows one inside a cell, and no quote is doubled. */
export function detectEscape(text: string, quote: string): Dialect['escape'] {
  if (quote === '' || !text.includes(`\\${quote}`)) return 'doubled';
  const escaped = new RegExp(`[^\\\\]\\\\${quote}(?! *(?:${anyDelimiter}|\\r?$))`, 'm').test(text);
  const doubled = new RegExp(`[^${quote}\\s,;\\t|:^~]${quote}${quote}[^${quote}]`).test(text);
  return escaped && !doubled ? 'backslash' : 'doubled';
}

/**
 * Whether quotes are part of the text: more cells start with a quote that does not enclose them than are quoted. A file without
 * any quote may have some further down.
 * @param literals cells that start with a quote and are not quoted
 */
export function isUnquoted(text: string, { delimiter, quote }: Dialect, literals: number): boolean {
  const escaped = delimiter.replace(/[|^.*+?$()[\]{}\\]/g, '\\$&');
  return literals > 0 && countQuoted(text, quote, escaped) < literals;
}
