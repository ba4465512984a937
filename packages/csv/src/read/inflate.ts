import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvError } from '../table/csv-error.ts';
import type { ReadLimits } from '../table/limits.ts';

const pieceBytes = 64 << 10;

/** Splits chunks into pieces of at most 64 KB, so that one huge chunk takes no more memory than many small ones. */
export async function* pieces(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream)
    for (let from = 0; from < chunk.length; from += pieceBytes) yield chunk.subarray(from, from + pieceBytes);
}

/**
 * Decompresses gzip in pieces and checks the limits.
 * @throws CsvError `gzip-bomb`, `file-too-large`, `truncated-gzip`, `broken-gzip`
 */
export async function* inflate(stream: AsyncIterable<Uint8Array>, limits: ReadLimits): AsyncGenerator<Uint8Array> {
  let taken = 0;
  let given = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces(stream)) {
      taken += piece.length;
      yield piece;
    }
  }
  const source = Readable.from(counted(), { objectMode: false, highWaterMark: pieceBytes });
  const gunzip = createGunzip({ chunkSize: pieceBytes });
  let sourceFault: unknown;
  source.on('error', (error) => {
    sourceFault = error;
    gunzip.destroy(error);
  });
  try {
    for await (const chunk of source.pipe(gunzip) as AsyncIterable<Uint8Array>) {
      given += chunk.length;
      if (given > limits.inflatedBytes)
        throw new CsvError(
          'file-too-large',
          `The file is larger than ${megabytes(limits.inflatedBytes)} decompressed.`,
        );
      if (given > limits.ratioGraceBytes && given > taken * limits.inflatedRatio)
        throw new CsvError(
          'gzip-bomb',
          `The gzip file grows more than ${limits.inflatedRatio} times when decompressed; upload the CSV itself.`,
        );
      yield chunk;
    }
  } catch (error) {
    if (error instanceof CsvError || sourceFault !== undefined) throw sourceFault ?? error;
    const early = error instanceof Error && error.message.includes('unexpected end');
    throw early
      ? new CsvError('truncated-gzip', 'The gzip file ends too early: the upload was cut. Upload it again.')
      : new CsvError('broken-gzip', 'The gzip file is damaged; compress and upload it again.');
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

const megabytes = (bytes: number): string => `${Math.round(bytes / (1 << 20)).toLocaleString('en')} MB`;
