import { constants, gunzipSync } from 'node:zlib';
import { CsvError } from '../table/csv-error.ts';
import { headBytes } from '../table/limits.ts';

/** The first decompressed bytes, and whether they are the whole file. */
export interface Head {
  bytes: Uint8Array;
  whole: boolean;
}

const outputCap = 64 << 20;

/**
 * The first decompressed MB of a gzip head. Input is fed in growing slices, which bounds the memory that a gzip bomb takes.
 * @throws CsvError `broken-gzip`
 */
export function inflateHead(head: Uint8Array, whole: boolean): Head {
  let best: Uint8Array = new Uint8Array(0);
  for (let size = 4096; ; size *= 4) {
    const all = size >= head.length;
    try {
      best = gunzipSync(head.subarray(0, size), {
        finishFlush: all && whole ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
        maxOutputLength: outputCap,
      });
    } catch (error) {
      if (error instanceof RangeError && best.length > 0) return { bytes: best.subarray(0, headBytes), whole: false };
      const early = error instanceof Error && error.message.includes('unexpected end');
      if (early && best.length > 0) return { bytes: best.subarray(0, headBytes), whole: false };
      throw new CsvError('broken-gzip', 'The gzip file is damaged or incomplete; compress and upload it again.');
    }
    if (best.length > headBytes) return { bytes: best.subarray(0, headBytes), whole: false };
    if (all) return { bytes: best, whole };
  }
}
