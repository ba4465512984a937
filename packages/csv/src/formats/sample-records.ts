import type { Detected } from '@curio/contracts';
import { decodeHead, headRecords } from '../inspect/read-head.ts';
import type { RawRecord } from '../table/record.ts';
import { openRecords } from './open-records.ts';
import type { Source } from './source.ts';

/** Windows over the whole file and their size: bounds what is read of a large one to 4 MB. */
const windows = 32;
const windowBytes = 128 << 10;
/** Rows that are read of a file without windows: a compressed one, or one that is not text. */
const maxRows = 200_000;

/** Records from windows over the whole file, or all of a small one. Rows that a window cuts are left out. */
export async function* sampleRecords(source: Source, detected: Detected): AsyncGenerator<readonly RawRecord[]> {
  if (detected.format === 'csv' && detected.compression === 'none') return yield* sampleWindows(source, detected);
  let rows = 0;
  for await (const records of openRecords(source, detected)) {
    yield records;
    rows += records.length;
    if (rows >= maxRows) return;
  }
}

async function* sampleWindows(source: Source, detected: Detected): AsyncGenerator<readonly RawRecord[]> {
  const wanted = Math.max(windowBytes, Math.floor(source.bytes / windows));
  // A whole number of code units of UTF-16 and UTF-32.
  const step = wanted - (wanted % 4);
  for (let start = 0; start < source.bytes; start += step) {
    const end = Math.min(start + windowBytes, source.bytes);
    const bytes = await source.range(start, end);
    const text = decodeHead({ bytes, whole: end === source.bytes }, detected.encoding);
    yield headRecords(text, end === source.bytes, detected).slice(1);
  }
}
