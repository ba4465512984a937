import { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { CsvError } from '../../table/csv-error.ts';
import type { ReadLimits } from '../../table/limits.ts';
import { guardSource } from '../damaged.ts';
import type { Source } from '../source.ts';

/** A file in an archive. */
export interface ZipEntry {
  name: string;
  /** Decompressed, as the archive declares it; decompressing fails where it is not true. */
  bytes: number;
  compressedBytes: number;
  /** @throws CsvError `zip-bomb`, `file-too-large`, `broken-zip`, `encrypted` */
  open(): AsyncGenerator<Uint8Array>;
}

const maxEntries = 10_000;
const rangeBytes = 1 << 20;
const damaged =
  'The file is damaged or incomplete: its upload was cut, or it was not written to its end. Export it again.';

/**
 * The entries of a ZIP archive, by its central directory: nothing is decompressed until an entry is opened.
 * @throws CsvError `broken-zip`, `archive`
 */
export async function openZip(stored: Source, limits: ReadLimits): Promise<ZipEntry[]> {
  const { source, explain } = guardSource(stored);
  const entries: ZipEntry[] = [];
  try {
    const options = { autoClose: false, validateEntrySize: true };
    const zip = await fromRandomAccessReaderPromise(new SourceReader(source), source.bytes, options);
    for await (const entry of zip.eachEntry()) {
      if (entries.length === maxEntries)
        throw new CsvError('archive', 'The ZIP archive has more than 10,000 files; upload one with the table alone.');
      entries.push(toEntry(zip, entry));
    }
  } catch (error) {
    throw explain(error, 'broken-zip', damaged);
  }
  return entries.filter(({ name }) => !name.endsWith('/'));

  function toEntry(zip: ZipFile, entry: Entry): ZipEntry {
    const { fileName: name, uncompressedSize: bytes, compressedSize: compressedBytes } = entry;
    async function* open() {
      if (entry.isEncrypted())
        throw new CsvError('encrypted', 'The archive is protected by a password; upload one without.');
      if (bytes > limits.inflatedBytes)
        throw new CsvError('file-too-large', `${name} is larger than ${limits.inflatedBytes >> 20} MB decompressed.`);
      let given = 0;
      try {
        for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Uint8Array>) {
          given += chunk.length;
          if (given > limits.ratioGraceBytes && given > compressedBytes * limits.inflatedRatio)
            throw new CsvError(
              'zip-bomb',
              `${name} grows more than ${limits.inflatedRatio} times when decompressed; upload it uncompressed.`,
            );
          yield chunk;
        }
      } catch (error) {
        throw explain(error, 'broken-zip', damaged);
      }
    }
    return { name, bytes, compressedBytes, open };
  }
}

/** Lets yauzl read a source in ranges of at most 1 MB. */
class SourceReader extends RandomAccessReader {
  readonly source: Source;

  constructor(source: Source) {
    super();
    this.source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const { source } = this;
    async function* ranges() {
      for (let at = start; at < end; at += rangeBytes) yield await source.range(at, Math.min(end, at + rangeBytes));
    }
    return Readable.from(ranges(), { objectMode: false });
  }
}
