import type { Detected } from '@curio/contracts';
import { createDecoder } from '../read/decode.ts';
import { parseBlock } from '../read/parse-block.ts';
import { skipLines } from '../read/skip-lines.ts';
import { createRecordSplitter } from '../read/split-records.ts';
import type { Dialect } from '../table/dialect.ts';
import { headBytes, readLimits } from '../table/limits.ts';
import type { RawRecord } from '../table/record.ts';
import { type Head, inflateHead } from './inflate-head.ts';

/** The first bytes of the file, decompressed if it is compressed. */
export function openHead(head: Uint8Array, compression: Detected['compression'], whole: boolean): Head {
  if (compression === 'gzip') return inflateHead(head, whole);
  return head.length > headBytes ? { bytes: head.subarray(0, headBytes), whole: false } : { bytes: head, whole };
}

/** The head as text; an incomplete character at its end is dropped. */
export function decodeHead(head: Head, encoding: string): string {
  const decoder = createDecoder(encoding);
  const text = decoder.write(head.bytes);
  return head.whole ? text + decoder.end() : text;
}

/**
 * The complete records of the head, including the header.
 * @throws CsvError `unclosed-quote` where the head is the whole file
 */
export function headRecords(text: string, whole: boolean, dialect: Dialect, headerRow = 1): RawRecord[] {
  const splitter = createRecordSplitter(dialect, readLimits.recordChars * 2, Math.max(1, headerRow));
  const first = splitter.push(skipLines(headerRow - 1)(text));
  const last = whole ? splitter.end() : undefined;
  return [first, last].flatMap((block) => (block ? parseBlock(block, dialect).records : []));
}
