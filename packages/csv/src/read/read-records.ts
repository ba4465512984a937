import { CsvError } from '../table/csv-error.ts';
import { type ReadLimits, readLimits } from '../table/limits.ts';
import type { Detected, RawRecord } from '../table/record.ts';
import { createDecoder } from './decode.ts';
import { inflate, pieces } from './inflate.ts';
import { parseBlock } from './parse-block.ts';
import { skipLines } from './skip-lines.ts';
import { createRecordSplitter } from './split-records.ts';

/**
 * Reads a file's data rows, header and preamble left out, in batches of some hundred. Ragged rows come as they are and
 * blank lines not at all. Memory does not grow with the file. Each call reads one stream once.
 * @throws CsvError `unclosed-quote`, `record-too-long`, `not-utf-8`, `gzip-bomb`, `truncated-gzip`, `no-table`, … ; what
 *   the stream itself throws goes through unchanged
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
    throw new CsvError('no-table', `The file has no line ${detected.headerRow}, where its header was said to be.`);
}
