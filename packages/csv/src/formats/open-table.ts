import type { Detected } from '@curio/contracts';
import { inflate, pieces } from '../read/inflate.ts';
import { CsvError } from '../table/csv-error.ts';
import type { ReadLimits } from '../table/limits.ts';
import { openJsonl } from './jsonl/open-jsonl.ts';
import { openParquet } from './parquet/open-parquet.ts';
import type { Source } from './source.ts';
import type { Table } from './table.ts';
import { openSheet } from './xlsx/open-sheet.ts';
import { openZip } from './zip/open-zip.ts';

/** The table of a file in a format other than delimited text. @throws CsvError */
export async function openTable(source: Source, detected: Detected, limits: ReadLimits): Promise<Table> {
  switch (detected.format) {
    case 'xlsx':
      return openSheet(await openZip(source, limits), detected);
    case 'parquet':
      return openParquet(source);
    case 'jsonl':
      return openJsonl(() => decompressed(source, detected, limits), detected.encoding, limits);
    case 'csv':
      throw new Error('Delimited text is read by readRecords.');
  }
}

/** The bytes of a text file, out of gzip or an archive. @throws CsvError */
export async function* decompressed(
  source: Source,
  { compression, sheet }: Pick<Detected, 'compression' | 'sheet'>,
  limits: ReadLimits,
): AsyncGenerator<Uint8Array> {
  if (compression === 'none') return yield* pieces(source.stream());
  if (compression === 'gzip') return yield* inflate(source.stream(), limits);
  const entry = (await openZip(source, limits)).find(({ name }) => name === sheet);
  if (!entry) throw new CsvError('no-sheet', `The ZIP archive has no file "${sheet}".`);
  yield* pieces(entry.open());
}
