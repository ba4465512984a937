import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { Compressors } from 'hyparquet';
import { compressors as lz4AndSnappy } from 'hyparquet-compressors';
import { CsvError } from '../../table/csv-error.ts';

/** Of one decompressed page. Writers aim at 1 MB; a page of one long list can be larger. */
const maxPageBytes = 64 << 20;

/** Decompresses pages: Node's own where it has one, and never more than a page may have, whatever its header claims. */
export const compressors: Compressors = Object.fromEntries(
  Object.entries({
    ...lz4AndSnappy,
    GZIP: (input: Uint8Array, bytes: number) => gunzipSync(input, { maxOutputLength: bytes }),
    BROTLI: (input: Uint8Array, bytes: number) => brotliDecompressSync(input, { maxOutputLength: bytes }),
    ZSTD: (input: Uint8Array, bytes: number) => zstdDecompressSync(input, { maxOutputLength: bytes }),
  }).map(([codec, decompress]) => [
    codec,
    (input: Uint8Array, bytes: number) => {
      if (bytes <= maxPageBytes) return decompress(input, Math.max(1, bytes));
      throw new CsvError(
        'too-large-page',
        'A page of the Parquet file is larger than 64 MB; write it with smaller pages.',
      );
    },
  ]),
);
