import { CsvError } from '../table/csv-error.ts';
import type { Dialect } from '../table/dialect.ts';

/** Complete records, ready for the parser: lines end in one character, `newline`. */
export interface RecordBlock {
  text: string;
  newline: '\n' | '\r';
  /** The physical line on which the block starts. */
  line: number;
  /** The physical line after the block. */
  nextLine: number;
}

export interface RecordSplitter {
  /** Adds text; returns the records that it completes, if any. */
  push(text: string): RecordBlock | undefined;
  /** Returns the remaining records at the end of the file. */
  end(): RecordBlock | undefined;
}

const lineFeed = 10;
const carriageReturn = 13;
/** Quotes inside one record's quoted cells that are neither doubled nor closing. The parser scans far ahead on each. */
const maxStrayQuotes = 1000;

/**
 * Finds the ends of records before papaparse gets them, because it is quadratic on a quote that never closes. A quote opens only at
 * the start of a cell and closes only before a delimiter, a line end or the end of the file, white space allowed: the
 * parser's own rule. Lines end in LF or CRLF, or in CR where the first line does. Time is linear in the text, memory is
 * bounded by `maxChars` and the longest `push`.
 * @throws CsvError `unclosed-quote` with the line on which the quote opened, `record-too-long`, `stray-quotes`,
 *   `bad-delimiter`
 */
export function createRecordSplitter(dialect: Dialect, maxChars: number, firstLine = 1): RecordSplitter {
  const { delimiter, quote: mark } = dialect;
  if (!/^[^"\r\n\ufeff]{1,4}$/.test(delimiter) || delimiter.includes(mark || '"'))
    throw new CsvError('bad-delimiter', 'The delimiter must be one to four characters, without quotes and line ends.');
  const delimiterCode = delimiter.charCodeAt(0);
  const backslash = dialect.escape === 'backslash';
  let text = '';
  let line = firstLine;
  /** Index of the first character that is not scanned yet. */
  let at = 0;
  let openedAt = -1;
  /** The end of the last complete record. */
  let boundary = 0;
  let newline: '\n' | '\r' | undefined;
  /** The next line end at or after the scanned part; -1 if unknown, text.length if none. */
  let lineEnd = -1;
  let strays = 0;
  /** Starts and ends of quoted cells, flat. */
  let quoted: number[] = [];

  const linesIn = (part: string): number => {
    const mark = newline ?? '\n';
    let count = 0;
    for (let i = part.indexOf(mark); i >= 0; i = part.indexOf(mark, i + 1)) count++;
    return count;
  };

  const decideNewline = (from: number, to: number, final: boolean): 'more' | undefined => {
    for (let i = from; i < to; i++) {
      const code = text.charCodeAt(i);
      if (code !== lineFeed && code !== carriageReturn) continue;
      if (code === carriageReturn && i + 1 >= text.length && !final) return 'more';
      newline = code === lineFeed || text.charCodeAt(i + 1) === lineFeed ? '\n' : '\r';
      return undefined;
    }
    return undefined;
  };

  /** Moves `boundary` behind the last line end of the text outside quotes. */
  const findBoundary = (from: number, to: number): void => {
    if (newline === undefined) return;
    for (;;) {
      if (lineEnd < from) {
        lineEnd = text.indexOf(newline, from);
        if (lineEnd < 0) lineEnd = text.length;
      }
      if (lineEnd >= to) return;
      boundary = lineEnd + 1;
      strays = 0;
      from = boundary;
    }
  };

  /** Whether the quote closes its cell: only white space up to the delimiter, the line's end or the file's end. */
  const closes = (quote: number, final: boolean): 'yes' | 'no' | 'more' | 'file-end' => {
    for (let i = quote + 1; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (
        (code === delimiterCode && text.startsWith(delimiter, i)) ||
        code === lineFeed ||
        (code === carriageReturn && newline !== '\n')
      )
        return 'yes';
      if (text.charAt(i).trim() !== '') return 'no';
    }
    return final ? 'file-end' : 'more';
  };

  const startsCell = (quote: number): boolean => {
    if (quote === 0) return true;
    const before = text.charCodeAt(quote - 1);
    if (before === (newline === '\r' ? carriageReturn : lineFeed)) return true;
    return delimiter.length === 1 ? before === delimiterCode : text.startsWith(delimiter, quote - delimiter.length);
  };

  /** Whether an odd number of backslashes stands before the quote. */
  const isEscaped = (quote: number): boolean => {
    let count = 0;
    while (quote - count - 1 > openedAt && text[quote - count - 1] === '\\') count++;
    return count % 2 === 1;
  };

  /** Scans one quoted cell from `at`. False: the text ends first. */
  const scanQuoted = (final: boolean): boolean => {
    const quote = text.indexOf(mark, at);
    at = quote < 0 ? text.length : quote;
    if (quote < 0 || (quote + 1 >= text.length && !final)) return false;
    if (backslash && isEscaped(quote)) {
      at = quote + 1;
      return true;
    }
    if (!backslash && text[quote + 1] === mark) {
      at = quote + 2;
      return true;
    }
    const closing = closes(quote, final);
    if (closing === 'more') return false;
    at = quote + 1;
    if (closing === 'no') {
      if (++strays > maxStrayQuotes)
        throw new CsvError(
          'stray-quotes',
          `The row that starts on line ${line + linesIn(text.slice(0, boundary))} has too many stray quotes; double the quotes that belong to the text.`,
          line,
        );
      return true;
    }
    quoted.push(openedAt, quote);
    openedAt = -1;
    // The parser does not recognise a closing quote that white space separates from the end of the file.
    if (closing === 'file-end') text = text.slice(0, at);
    return true;
  };

  const scan = (final: boolean): void => {
    lineEnd = -1;
    while (at < text.length) {
      if (openedAt >= 0) {
        if (!scanQuoted(final)) return;
        continue;
      }
      const quote = mark === '' ? -1 : text.indexOf(mark, at);
      const to = quote < 0 ? text.length : quote;
      if (newline === undefined && decideNewline(at, to, final) === 'more') {
        at = text.length - 1;
        return;
      }
      findBoundary(at, to);
      at = to;
      if (quote < 0) return;
      if (startsCell(quote)) openedAt = quote;
      at = quote + 1;
    }
  };

  /** Removes the complete records from the buffered text. */
  const take = (): RecordBlock | undefined => {
    if (boundary === 0) return undefined;
    const raw = text.slice(0, boundary);
    const mark = newline ?? '\n';
    const nextLine = line + linesIn(raw);
    const body = mark === '\n' && raw.includes('\r') ? dropCarriageReturns(raw, quoted) : raw;
    const block: RecordBlock = { text: body, newline: mark, line, nextLine };
    text = text.slice(boundary);
    at -= boundary;
    if (openedAt >= 0) openedAt -= boundary;
    quoted = quoted.filter((position) => position >= boundary).map((position) => position - boundary);
    line = nextLine;
    boundary = 0;
    return block;
  };

  const unclosed = (): CsvError => {
    const opened = line + linesIn(text.slice(0, openedAt));
    return new CsvError(
      'unclosed-quote',
      `A quote opens on line ${opened} and is never closed. Close it, or double it where it belongs to the text.`,
      opened,
    );
  };

  return {
    push(more) {
      text = text === '' ? more : text + more;
      scan(false);
      const block = take();
      if (text.length <= maxChars) return block;
      if (openedAt >= 0) throw unclosed();
      const limit = maxChars.toLocaleString('en');
      throw new CsvError('record-too-long', `The row on line ${line} is longer than ${limit} characters.`, line);
    },
    end() {
      scan(true);
      if (openedAt >= 0) throw unclosed();
      boundary = text.length;
      return take();
    },
  };
}

/** CRLF to LF outside quoted cells. */
function dropCarriageReturns(raw: string, quoted: number[]): string {
  let result = '';
  let from = 0;
  for (let i = 0; i + 1 < quoted.length; i += 2) {
    const [start = 0, last = 0] = quoted.slice(i, i + 2);
    if (start >= raw.length) break;
    result += raw.slice(from, start).replaceAll('\r\n', '\n') + raw.slice(start, last + 1);
    from = last + 1;
  }
  return result + raw.slice(from).replaceAll('\r\n', '\n');
}
