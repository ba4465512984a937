import { createDecoder } from '../read/decode.ts';
import { parseBlock } from '../read/parse-block.ts';
import { skipLines } from '../read/skip-lines.ts';
import { createRecordSplitter } from '../read/split-records.ts';
import { headBytes, readLimits } from '../table/limits.ts';
import type { Detected, RawRecord } from '../table/record.ts';
import { type Head, inflateHead } from './inflate-head.ts';

/** The first bytes of the file itself, decompressed where need be. */
export function openHead(head: Uint8Array, compression: Detected['compression'], whole: boolean): Head {
  if (compression === 'gzip') return inflateHead(head, whole);
  return head.length > headBytes ? { bytes: head.subarray(0, headBytes), whole: false } : { bytes: head, whole };
}

/** The head as text; a character cut in two at its end is left out. */
export function decodeHead(head: Head, encoding: string): string {
  const decoder = createDecoder(encoding);
  const text = decoder.write(head.bytes);
  return head.whole ? text + decoder.end() : text;
}

/**
 * The records that are whole within the head, the header among them.
 * @throws CsvError `unclosed-quote` where the whole file is in sight
 */
export function headRecords(text: string, whole: boolean, delimiter: string, headerRow = 1): RawRecord[] {
  const splitter = createRecordSplitter(delimiter, readLimits.recordChars * 2, Math.max(1, headerRow));
  const first = splitter.push(skipLines(headerRow - 1)(text));
  const last = whole ? splitter.end() : undefined;
  return [first, last].flatMap((block) => (block ? parseBlock(block, delimiter) : []));
}
