import type { Detected } from '@curio/contracts';
import { createDecoder } from '../read/decode.ts';
import { parseBlock } from '../read/parse-block.ts';
import { skipLines } from '../read/skip-lines.ts';
import { createRecordSplitter, type RecordBlock } from '../read/split-records.ts';
import type { Dialect } from '../table/dialect.ts';
import { runSteps } from '../table/in-turns.ts';
import { headBytes, readLimits } from '../table/limits.ts';
import { createReadReport, type ReadReport } from '../table/read-report.ts';
import type { RawRecord } from '../table/record.ts';
import { type Head, inflateHead } from './inflate-head.ts';

/** The first bytes of the file, decompressed if it is compressed. */
export function openHead(head: Uint8Array, compression: Detected['compression'], whole: boolean): Head {
  if (compression === 'gzip') return inflateHead(head, whole);
  return head.length > headBytes ? { bytes: head.subarray(0, headBytes), whole: false } : { bytes: head, whole };
}

/** The head as text; an incomplete character at its end is dropped. */
export function decodeHead(head: Head, encoding: string): string {
  const decoder = createDecoder(encoding, createReadReport(), false);
  const text = decoder.write(head.bytes);
  return head.whole ? text + decoder.end() : text;
}

const sliceChars = 64 << 10;

/**
 * The complete records of the head, including the header.
 * @param options.limit records after which the rest is not read; some more may be returned
 */
export const headRecords = (text: string, whole: boolean, dialect: Dialect, options: HeadOptions = {}): RawRecord[] =>
  runSteps(headSteps(text, whole, dialect, options));

interface HeadOptions {
  headerRow?: number;
  limit?: number;
  report?: ReadReport;
}

/** `headRecords` in steps. */
export function* headSteps(
  text: string,
  whole: boolean,
  dialect: Dialect,
  { headerRow = 1, limit = Number.POSITIVE_INFINITY, report = createReadReport() }: HeadOptions,
): Generator<void, RawRecord[]> {
  const splitter = createRecordSplitter(dialect, readLimits.recordChars * 2, report, Math.max(1, headerRow));
  const table = skipLines(headerRow - 1)(text);
  const records: RawRecord[] = [];
  const add = (block: RecordBlock | undefined): void => {
    if (block) for (const record of parseBlock(block, dialect).records) records.push(record);
  };
  for (let from = 0; from < table.length; from += sliceChars) {
    add(splitter.push(table.slice(from, from + sliceChars)));
    if (records.length >= limit) return records;
    yield;
  }
  if (whole) add(splitter.end());
  return records;
}
