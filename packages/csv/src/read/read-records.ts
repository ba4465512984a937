import type { Detected } from '@curio/contracts';
import { CsvError } from '../table/csv-error.ts';
import { type ReadLimits, readLimits } from '../table/limits.ts';
import type { RawRecord } from '../table/record.ts';
import { createDecoder } from './decode.ts';
import { inflate, pieces } from './inflate.ts';
import { parseBlock } from './parse-block.ts';
import { skipLines } from './skip-lines.ts';
import { createRecordSplitter } from './split-records.ts';

/**
 * Reads a file's data rows, without header and preamble, in batches of some hundred. Rows with too few or too many
 * cells are returned as they are; blank lines are skipped. Memory is bounded whatever the size of the file.
 * @throws CsvError `unclosed-quote`, `record-too-long`, `not-utf-8`, `gzip-bomb`, `truncated-gzip`, `no-table`, … ; errors
 *   of the stream are passed on unchanged
 */
export async function* readRecords(
  stream: AsyncIterable<Uint8Array>,
  detected: Detected,
  options: { limits?: Partial<ReadLimits> } = {},
): AsyncGenerator<RawRecord[]> {
  const limits = { ...readLimits, ...options.limits };
  const decoder = createDecoder(detected.encoding);
  const skip = skipLines(detected.headerRow - 1);
  const splitter = createRecordSplitter(detected.delimiter, limits.recordChars, Math.max(1, detected.headerRow));
  let headerSeen = detected.headerRow === 0;
  const rows = (block: ReturnType<typeof splitter.push>): RawRecord[] => {
    if (!block) return [];
    const records = parseBlock(block, detected.delimiter);
    if (headerSeen || records.length === 0) return records;
    headerSeen = true;
    return records.slice(1);
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
  if (!headerSeen)
    throw new CsvError('no-table', `The file has no line ${detected.headerRow}, the line of its header.`);
}
