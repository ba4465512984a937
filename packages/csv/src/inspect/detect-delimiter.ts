import { CsvError } from '../table/csv-error.ts';
import type { Dialect } from '../table/dialect.ts';
import type { RawRecord } from '../table/record.ts';
import { headRecords } from './read-head.ts';

const candidates = [',', ';', '\t', '|', '\x1f'];
const sampleRows = 200;
const sampleChars = 64 << 10;

export interface Split {
  delimiter: string;
  /** Cells in most rows; 1 for a file of one column. */
  width: number;
  /** The first records, split at that delimiter. */
  records: RawRecord[];
}

/**
 * The delimiter under which most rows have the same number of cells, the wider the better. Some spreadsheets declare
 * it in a first line `sep=;`.
 * @throws CsvError `unclosed-quote` where no delimiter leads to whole records
 */
export function detectDelimiter(text: string, whole: boolean, fixed: Partial<Dialect> = {}): Split {
  const declared = fixed.delimiter ?? /^sep=(.)\r?\n/.exec(text)?.[1];
  const quoting = { quote: fixed.quote ?? '"', escape: fixed.escape ?? 'doubled' } as const;
  const short = text.slice(0, sampleChars);
  let best: (Split & { score: number }) | undefined;
  let firstError: CsvError | undefined;
  for (const delimiter of declared ? [declared] : candidates) {
    if (delimiter !== fixed.delimiter && !text.includes(delimiter)) continue;
    try {
      let records = headRecords(short, whole && short.length === text.length, { delimiter, ...quoting });
      if (records.length < 2 && text.length > short.length)
        records = headRecords(text, whole, { delimiter, ...quoting });
      const found = scoreDelimiter(delimiter, records.slice(0, sampleRows));
      if (found && (!best || found.score > best.score)) best = found;
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      firstError ??= error;
    }
  }
  if (best) return best;
  if (firstError) throw firstError;
  const delimiter = fixed.delimiter ?? candidates.find((candidate) => !text.includes(candidate)) ?? ',';
  return {
    delimiter,
    width: 1,
    records: headRecords(short, whole && short.length === text.length, { delimiter, ...quoting }).slice(0, sampleRows),
  };
}

function scoreDelimiter(delimiter: string, records: RawRecord[]): (Split & { score: number }) | undefined {
  const counts = new Map<number, number>();
  for (const { cells } of records) if (cells.length > 1) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [width, rows] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0];
  if (width === 1) return undefined;
  const consistent = rows / records.length;
  if (consistent < 0.5 && (records[0]?.cells.length ?? 0) < 2) return undefined;
  return { delimiter, width, records, score: consistent * (1 + Math.log2(Math.min(width, 32)) / 10) };
}
