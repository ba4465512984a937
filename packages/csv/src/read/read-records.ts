import type { Detected } from '@curio/contracts';
import { CsvError } from '../table/csv-error.ts';
import { type ReadLimits, readLimits } from '../table/limits.ts';
import { createReadReport, type ReadReport } from '../table/read-report.ts';
import type { RawRecord } from '../table/record.ts';
import { createDecoder } from './decode.ts';
import { inflate, pieces } from './inflate.ts';
import { createRowPadder } from './pad-rows.ts';
import { parseBlock } from './parse-block.ts';
import { skipLines } from './skip-lines.ts';
import { createRecordSplitter, type RecordBlock } from './split-records.ts';

export interface ReadOptions {
  limits?: Partial<ReadLimits>;
  /** Counts the rows that were skipped or read otherwise than written. */
  report?: ReadReport;
}

/**
 * Reads a file's data rows, without header and preamble, in batches of some hundred. Rows from which a
 * writer dropped empty cells are filled, others with too few or too many cells are returned as they are; blank lines and rows of
 * empty cells are counted as skipped. Memory is bounded whatever
 * the size of the file.
 * @throws CsvError `record-too-long`, `stray-quotes`, `not-utf-8`, `gzip-bomb`, `truncated-gzip`, `no-header-line`, … ;
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
  const decoder = createDecoder(detected.encoding, report, true);
  const skip = skipLines(headerRow - 1);
  const splitter = createRecordSplitter(detected, limits.recordChars, report, Math.max(1, headerRow));
  let headerLeft = headerRow === 0 ? 0 : headerRows;
  let width: number | undefined;
  let pad: ReturnType<typeof createRowPadder> | undefined;
  const rows = (block: RecordBlock | undefined): RawRecord[] => {
    if (!block) return [];
    const { records, skipped } = parseBlock(block, detected);
    report.skipped += skipped;
    const header = records.slice(0, headerLeft);
    headerLeft -= header.length;
    for (const { cells } of header) width = Math.max(width ?? 0, cells.length);
    const data = header.length > 0 ? records.slice(header.length) : records;
    if (headerLeft === 0 && data.length > 0) {
      pad ??= createRowPadder(width, report);
      pad(data);
    }
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
