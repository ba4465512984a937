import type { Detected } from '@curio/contracts';
import { CsvError } from '../table/csv-error.ts';
import { type ReadLimits, readLimits } from '../table/limits.ts';
import { createReadReport, type ReadReport } from '../table/read-report.ts';
import type { RawRecord } from '../table/record.ts';
import { createDecoder } from './decode.ts';
import { inflate, pieces } from './inflate.ts';
import { parseBlock } from './parse-block.ts';
import { skipLines } from './skip-lines.ts';
import { createRecordSplitter, type RecordBlock } from './split-records.ts';

export interface ReadOptions {
  limits?: Partial<ReadLimits>;
  /** Counts the rows that were skipped or read otherwise than written. */
  report?: ReadReport;
}

/**
 * Reads a file's data rows, without header and preamble, in batches of some hundred. Rows with too few or too many
 * cells are returned as they are; blank lines and rows of empty cells are counted as skipped. Memory is bounded whatever
 * the size of the file.
 * @throws CsvError `unclosed-quote`, `record-too-long`, `not-utf-8`, `gzip-bomb`, `truncated-gzip`, `no-header-line`, … ;
 *   errors of the stream are passed on unchanged
 */
export async function* readRecords(
  stream: AsyncIterable<Uint8Array>,
  detected: Detected,
  options: ReadOptions = {},
): AsyncGenerator<RawRecord[]> {
  const limits = { ...readLimits, ...options.limits };
  const report = options.report ?? createReadReport();
  const { headerRow, headerRows } = detected;
  const decoder = createDecoder(detected.encoding);
  const skip = skipLines(headerRow - 1);
  const splitter = createRecordSplitter(detected, limits.recordChars, Math.max(1, headerRow));
  let headerLeft = headerRow === 0 ? 0 : headerRows;
  const rows = (block: RecordBlock | undefined): RawRecord[] => {
    if (!block) return [];
    const { records, skipped } = parseBlock(block, detected);
    report.skipped += skipped;
    if (headerLeft === 0) return records;
    const data = records.slice(headerLeft);
    headerLeft = Math.max(0, headerLeft - records.length);
    return data;
  };
  const bytes = detected.compression === 'gzip' ? inflate(stream, limits) : pieces(stream);
  for await (const piece of bytes) {
    const batch = rows(splitter.push(skip(decoder.write(piece))));
    if (batch.length > 0) yield batch;
  }
  const tail = rows(splitter.push(skip(decoder.end())));
  if (tail.length > 0) yield tail;
  const last = rows(splitter.end());
  if (last.length > 0) yield last;
  if (headerLeft > 0) throw noHeaderLine(headerRow);
}

export const noHeaderLine = (headerRow: number): CsvError =>
  new CsvError('no-header-line', `The file has no line ${headerRow}, the line of its header.`);
