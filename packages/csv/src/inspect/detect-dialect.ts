import { CsvError } from '../table/csv-error.ts';
import type { Dialect } from '../table/dialect.ts';
import { createReadReport } from '../table/read-report.ts';
import type { RawRecord } from '../table/record.ts';
import { detectEscape, detectQuote, isUnquoted } from './detect-quote.ts';
import { headRecords } from './read-head.ts';
import { scoreSplit } from './score-split.ts';

/** Delimiters in use, each with a factor of its score: characters that texts contain more often are less likely. */
const candidates: readonly [delimiter: string, prior: number][] = [
  [',', 1],
  [';', 1],
  ['\t', 1.05],
  ['|', 0.95],
  ['::', 1],
  ['\x1f', 1],
  ['\x01', 1],
  ['^', 0.85],
  ['~', 0.85],
  [' ', 0.6],
];
const sampleRows = 200;
const sampleChars = 32 << 10;

export interface Split {
  dialect: Dialect;
  /** Cells in most rows; 1 for a file of one column. */
  width: number;
  /** The first records, split at that delimiter. */
  records: RawRecord[];
}

/**
 * The delimiter under which most rows have the same number of cells and the cells are single values, with the quote and the escape
 * of the cells. Some spreadsheets declare the delimiter in a first line `sep=;`.
 * @param fixed what the user chose; the rest is detected
 */
export function* detectDialect(text: string, whole: boolean, fixed: Partial<Dialect>): Generator<void, Split> {
  const short = text.slice(0, sampleChars);
  const declared = fixed.delimiter ?? /^sep=(.)\r?\n/.exec(text)?.[1];
  const quote = fixed.quote ?? detectQuote(short);
  const quoting = { quote, escape: fixed.escape ?? detectEscape(short, quote) } as const;
  const read = (delimiter: string): Split => {
    const dialect = { ...quoting, delimiter };
    let records = readSample(short, whole && short.length === text.length, dialect);
    if (records.length < 2 && text.length > short.length) records = readSample(text, whole, dialect);
    return { dialect, records, width: 1 };
  };
  let best: (Split & { score: number }) | undefined;
  for (const [delimiter, prior] of declared ? ([[declared, 1]] as const) : candidates) {
    if (delimiter !== declared && !short.includes(delimiter)) continue;
    const split = read(delimiter);
    const scored = scoreSplit(split.records, split.dialect, short);
    const score = scored.score * prior;
    yield;
    if (scored.width > 1 && (!best || score > best.score)) best = { ...split, width: scored.width, score };
  }
  if (!best) return read(declared ?? candidates.find(([delimiter]) => !text.includes(delimiter))?.[0] ?? ',');
  const { dialect, width, records } = best;
  if (fixed.quote !== undefined || !isUnquoted(short, dialect, countLiterals(short, dialect)))
    return { dialect, width, records };
  const unquoted = { ...dialect, quote: '' } as const;
  return { dialect: unquoted, width, records: readSample(short, whole && short.length === text.length, unquoted) };
}

function countLiterals(text: string, dialect: Dialect): number {
  const report = createReadReport();
  headRecords(text, false, dialect, { report });
  return report.warnings.reduce((sum, { rows }) => sum + rows, 0);
}

/** The first records; where quotes make them unreadable, those without quotes, so that the delimiter is not lost. */
function readSample(text: string, whole: boolean, dialect: Dialect): RawRecord[] {
  try {
    return headRecords(text, whole, dialect, { limit: sampleRows }).slice(0, sampleRows);
  } catch (error) {
    if (!(error instanceof CsvError) || error.code === 'bad-delimiter') throw error;
    return headRecords(text, whole, { ...dialect, quote: '' }, { limit: sampleRows }).slice(0, sampleRows);
  }
}
