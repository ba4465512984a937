import { type FileMetaData, parquetMetadataAsync, parquetScan, parquetSchema } from 'hyparquet';
import { CsvError } from '../../table/csv-error.ts';
import { parsers } from './cell-text.ts';
import { columnsOf, type ParquetColumn } from './columns.ts';
import { compressors } from './compressors.ts';

export interface ParquetFile {
  byteLength: number;
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}

export interface ParquetTable {
  header: string[];
  rows: number;
  /** All rows as texts, in batches. Memory is bounded by a row group. */
  read(): AsyncGenerator<string[][]>;
}

/** Of the metadata at the file's end, which are parsed as a whole. */
const maxMetadataBytes = 64 << 20;
const batchRows = 2000;
/** Read first and alone, so that a preview does not decode a whole row group. */
const headRows = 5000;

export async function openParquetFile(file: ParquetFile): Promise<ParquetTable> {
  const tail = new DataView(await file.slice(file.byteLength - 8, file.byteLength));
  if (tail.getUint32(0, true) > maxMetadataBytes)
    throw new CsvError(
      'broken-parquet',
      'The Parquet file has more than 64 MB of metadata; write it with larger row groups.',
    );
  // Without geometry: such columns stay bytes.
  const metadata = await parquetMetadataAsync(file, { geoparquet: false });
  const columns = columnsOf(parquetSchema(metadata));
  if (columns.length === 0) throw new CsvError('no-table', 'The Parquet file has no columns.');
  return {
    header: columns.map(({ name }) => name),
    rows: Number(metadata.num_rows),
    async *read() {
      let start = 0;
      for (const group of metadata.row_groups) {
        const end = start + Number(group.num_rows);
        const cut = start === 0 ? Math.min(headRows, end) : start;
        if (cut > start) yield* readRows(file, metadata, columns, start, cut);
        if (end > cut) yield* readRows(file, metadata, columns, cut, end);
        start = end;
      }
    },
  };
}

/** Rows of one row group: each column's pages are fetched and decoded once. */
async function* readRows(
  file: ParquetFile,
  metadata: FileMetaData,
  columns: readonly ParquetColumn[],
  rowStart: number,
  rowEnd: number,
): AsyncGenerator<string[][]> {
  const scan = await parquetScan({ file, metadata, compressors, parsers, geoparquet: false });
  const tops = new Map<string, ArrayLike<unknown>>();
  for (const { top } of columns)
    if (!tops.has(top)) tops.set(top, await scan.readColumn({ column: top, rowStart, rowEnd }));
  for (const values of tops.values())
    if (values.length < rowEnd - rowStart) throw new Error('a column ends before its row group');
  const cells = columns.map(({ top, path, write }) => {
    const values = tops.get(top) ?? [];
    return path.length === 0
      ? (row: number) => write(values[row])
      : (row: number) => write(path.reduce<unknown>((value, name) => fieldOf(value, name), values[row]));
  });
  for (let from = 0; from < rowEnd - rowStart; from += batchRows) {
    const count = Math.min(batchRows, rowEnd - rowStart - from);
    yield Array.from({ length: count }, (_, i) => cells.map((cell) => cell(from + i)));
  }
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
