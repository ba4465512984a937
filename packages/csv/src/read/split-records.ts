import { CsvError } from '../table/csv-error.ts';
import type { Dialect } from '../table/dialect.ts';
import type { ReadReport } from '../table/read-report.ts';
import { type CellEdit, dropCarriageReturns, requote, rewrite } from './rewrite-cells.ts';

/** Complete records, ready for the parser: lines end in one character, `newline`; quotes inside quoted cells are doubled. */
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
const space = 32;
/** Bounds the time for text of which each quote could open a cell up to the end of the buffer. */
const maxRewinds = 100;

const literalQuote = 'A cell starts with a quote that does not enclose it; it was read as it is written';

/**
 * Finds the ends of records before papaparse gets them, because it is quadratic on a quote that never closes. A quote opens at the
 * start of a cell, after spaces too, and closes before a delimiter, a line end or the end of the file, white space allowed. A cell
 * whose quote does not close so on its line, or within `maxChars`, is text that starts with a quote: the report counts it. Lines
 * end in LF or CRLF, or in CR where the first line does. Time is linear in the text, memory is bounded by `maxChars` and the
 * longest `push`.
 * @throws CsvError `record-too-long`, `stray-quotes`, `bad-delimiter`
 */
export function createRecordSplitter(
  dialect: Dialect,
  maxChars: number,
  report: ReadReport,
  firstLine = 1,
): RecordSplitter {
  const { delimiter, quote: mark } = dialect;
  const backslash = dialect.escape === 'backslash';
  if (!/^[^"\r\n\ufeff]{1,4}$/.test(delimiter) || delimiter.includes(mark || '"'))
    throw new CsvError('bad-delimiter', 'The delimiter must be one to four characters, without quotes and line ends.');
  const delimiterCode = delimiter.charCodeAt(0);
  let text = '';
  let line = firstLine;
  /** Index of the first character that is not scanned yet. */
  let at = 0;
  let openedAt = -1;
  /** Start of the open cell: before the spaces in front of its quote. */
  let cellAt = -1;
  /** Whether the open cell has quotes that the parser would not read. */
  let irregular = false;
  /** The end of the last complete record. */
  let boundary = 0;
  let newline: '\n' | '\r' | undefined;
  /** The next line end at or after the scanned part; -1 if unknown, text.length if none. */
  let lineEnd = -1;
  let rewinds = 0;
  /** The last result of `nextLineEnd`, which holds for all positions from `knownFrom` to it. */
  let knownFrom = 0;
  let knownEnd = -1;
  /** Starts and ends of quoted cells, flat. */
  let quoted: number[] = [];
  let edits: CellEdit[] = [];

  const linesIn = (part: string): number => {
    const end = newline ?? '\n';
    let count = 0;
    for (let i = part.indexOf(end); i >= 0; i = part.indexOf(end, i + 1)) count++;
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
      from = boundary;
    }
  };

  /** The line end at or after `from`; text.length if none. */
  const nextLineEnd = (from: number): number => {
    if (from >= knownFrom && from <= knownEnd) return knownEnd;
    const feed = newline === '\r' ? -1 : text.indexOf('\n', from);
    const carriage = newline === '\n' ? -1 : text.indexOf('\r', from);
    const ends = [feed, carriage].filter((end) => end >= 0);
    knownFrom = from;
    knownEnd = ends.length === 0 ? text.length : Math.min(...ends);
    return knownEnd;
  };

  /** Where the cell of a quote starts, if the quote is its first character but for spaces; else -1. */
  const cellStart = (quote: number): number => {
    let start = quote;
    if (delimiterCode !== space) while (start > 0 && text.charCodeAt(start - 1) === space) start--;
    if (start === 0) return 0;
    const before = text.charCodeAt(start - 1);
    if (before === (newline === '\r' ? carriageReturn : lineFeed)) return start;
    if (delimiter.length === 1) return before === delimiterCode ? start : -1;
    return text.startsWith(delimiter, start - delimiter.length) ? start : -1;
  };

  /** Whether the quote closes its cell: only white space up to the delimiter, the line's end or the file's end. */
  const closes = (quote: number, final: boolean): 'yes' | 'no' | 'more' | 'file-end' => {
    for (let i = quote + 1; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === delimiterCode && (delimiter.length === 1 || text.startsWith(delimiter, i))) return 'yes';
      if (code === lineFeed || (code === carriageReturn && newline !== '\n')) return 'yes';
      if (text.charAt(i).trim() !== '') return 'no';
    }
    return final ? 'file-end' : 'more';
  };

  /** Whether an odd number of backslashes stands before the quote. */
  const isEscaped = (quote: number): boolean => {
    let count = 0;
    while (quote - count - 1 > openedAt && text[quote - count - 1] === '\\') count++;
    return count % 2 === 1;
  };

  /**
   * Whether a quote inside the open cell that neither closes nor is doubled is part of a quoted cell (`"The "Best" one"`), or shows
   * that the cell is not quoted (`"Best" of Bach`): a quoted one closes on the line of the stray quote.
   */
  const judgeStray = (quote: number, final: boolean): 'inside' | 'literal' | 'more' => {
    if (cellStart(quote) >= 0) return 'literal';
    const next = text.indexOf(mark, quote + 1);
    const end = nextLineEnd(quote + 1);
    if (next < 0 && end === text.length && !final) return 'more';
    return next < 0 || end < next || cellStart(next) >= 0 ? 'literal' : 'inside';
  };

  /** Takes the open cell as text that starts with a quote. False: the end of the cell is not in the buffer. */
  const readLiterally = (final: boolean): boolean => {
    let end = text.indexOf(delimiter, openedAt + 1);
    const lineEnds = nextLineEnd(openedAt + 1);
    if (end < 0 && lineEnds === text.length && !final) return false;
    if (end < 0 || lineEnds < end) end = lineEnds;
    if (newline === '\n' && text[end] === '\n' && text[end - 1] === '\r') end--;
    // A cell that starts with a space is text for the parser.
    if (cellAt === openedAt)
      edits.push({ start: openedAt, end, text: requote(text.slice(openedAt, end), mark), literal: true });
    at = end;
    openedAt = -1;
    return true;
  };

  const close = (quote: number): void => {
    if (cellAt < openedAt) edits.push({ start: cellAt, end: openedAt, text: '' });
    if (irregular) {
      const inner = text.slice(openedAt + 1, quote);
      const plain = backslash ? inner.replace(/\\(["'\\])/g, '$1') : inner.replaceAll(mark + mark, mark);
      edits.push({ start: openedAt, end: quote + 1, text: requote(plain, mark) });
    } else quoted.push(openedAt, quote);
    openedAt = -1;
  };

  /** Scans one quote of the open cell from `at`. False: the text ends first. */
  const scanQuoted = (final: boolean): boolean => {
    const quote = text.indexOf(mark, at);
    at = quote < 0 ? text.length : quote;
    if (quote < 0 || (quote + 1 >= text.length && !final)) return false;
    if (backslash ? isEscaped(quote) : text[quote + 1] === mark) {
      if (backslash) irregular = true;
      at = quote + (backslash ? 1 : 2);
      return true;
    }
    const closing = closes(quote, final);
    if (closing === 'more') return false;
    if (closing === 'no') {
      const stray = judgeStray(quote, final);
      if (stray === 'literal') return readLiterally(final);
      if (stray === 'more') return false;
      irregular = true;
      at = quote + 1;
      return true;
    }
    at = quote + 1;
    if (backslash && text.slice(openedAt, quote).includes('\\')) irregular = true;
    close(quote);
    // The parser does not recognise a closing quote that white space separates from the end of the file.
    if (closing === 'file-end') text = text.slice(0, at);
    return true;
  };

  const scan = (final: boolean): void => {
    lineEnd = -1;
    knownEnd = -1;
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
      cellAt = cellStart(quote);
      if (cellAt >= 0) {
        openedAt = quote;
        irregular = false;
      }
      at = quote + 1;
    }
  };

  /** Reads a quote that never closes as text, as often as one is open at the end of the buffer. */
  const rewind = (final: boolean): void => {
    while (openedAt >= 0 && (final || text.length - boundary > maxChars)) {
      if (++rewinds > maxRewinds)
        throw new CsvError(
          'stray-quotes',
          `The row that starts on line ${line + linesIn(text.slice(0, boundary))} has too many stray quotes; double the quotes that belong to the text, or read the file without quotes.`,
          line,
          { quote: '' },
        );
      if (!readLiterally(final)) return;
      scan(final);
    }
  };

  /** Removes the complete records from the buffered text. */
  const take = (): RecordBlock | undefined => {
    if (boundary === 0) return undefined;
    const raw = text.slice(0, boundary);
    const end = newline ?? '\n';
    const nextLine = line + linesIn(raw);
    const before = edits.filter((edit) => edit.start < boundary);
    let literalLine = line;
    let counted = 0;
    for (const edit of before) {
      if (!edit.literal) continue;
      literalLine += linesIn(raw.slice(counted, edit.start));
      counted = edit.start;
      report.warn(literalQuote, literalLine);
    }
    const windows = end === '\n' && raw.includes('\r');
    const body = before.length > 0 ? rewrite(raw, before, windows ? quoted : undefined) : raw;
    const block: RecordBlock = {
      text: before.length === 0 && windows ? dropCarriageReturns(raw, quoted, 0, raw.length) : body,
      newline: end,
      line,
      nextLine,
    };
    text = text.slice(boundary);
    at -= boundary;
    if (openedAt >= 0) {
      openedAt -= boundary;
      cellAt -= boundary;
    }
    quoted = quoted.filter((position) => position >= boundary).map((position) => position - boundary);
    edits = edits
      .slice(before.length)
      .map((edit) => ({ ...edit, start: edit.start - boundary, end: edit.end - boundary }));
    line = nextLine;
    boundary = 0;
    rewinds = 0;
    return block;
  };

  return {
    push(more) {
      text = text === '' ? more : text + more;
      scan(false);
      rewind(false);
      const block = take();
      if (text.length <= maxChars) return block;
      const limit = maxChars.toLocaleString('en');
      throw new CsvError('record-too-long', `The row on line ${line} is longer than ${limit} characters.`, line);
    },
    end() {
      scan(true);
      rewind(true);
      boundary = text.length;
      return take();
    },
  };
}
