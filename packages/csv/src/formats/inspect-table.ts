import type { Detected, Reading } from '@curio/contracts';
import { detectEncoding } from '../encoding/detect-encoding.ts';
import { detectSteps } from '../inspect/detect.ts';
import { type Head, inflateHead } from '../inspect/inflate-head.ts';
import { isBinary, isGzip } from '../inspect/inspect-upload.ts';
import { describeSteps, type Preview, previewSteps, sampledRows } from '../inspect/preview.ts';
import { decodeHead } from '../inspect/read-head.ts';
import { CsvError } from '../table/csv-error.ts';
import { inTurns } from '../table/in-turns.ts';
import { headBytes, readLimits } from '../table/limits.ts';
import { createReadReport } from '../table/read-report.ts';
import { classifyArchive, isZip } from './classify-archive.ts';
import { startsWithObject } from './jsonl/open-jsonl.ts';
import { openTable } from './open-table.ts';
import type { Source } from './source.ts';
import type { Table } from './table.ts';
import { openSheet } from './xlsx/open-sheet.ts';
import { openZip, type ZipEntry } from './zip/open-zip.ts';

export interface InspectedTable extends Preview {
  detected: Detected;
}

/**
 * Recognises the format of a file by its bytes, never by its name, and describes its columns by its first rows.
 * @param fixed what the user chose; the rest is detected
 * @throws CsvError with the way to export, for formats that are not read
 */
export async function inspectTable(source: Source, fixed: Reading = {}): Promise<InspectedTable> {
  const head = await source.range(0, headBytes);
  if (isParquet(head)) {
    const detected: Detected = { ...binary, format: 'parquet' };
    return describe(detected, await openTable(source, detected, readLimits));
  }
  if (!isZip(head)) return inspectText(source, head, head.length === source.bytes, fixed, {});
  const archive = classifyArchive(await openZip(source, readLimits), fixed.sheet);
  if (archive.kind === 'workbook') {
    const { sheet, sheets, ...table } = await openSheet(archive.entries, fixed);
    return describe({ ...binary, format: 'xlsx', headerRow: table.headerRow, sheet, sheets }, table);
  }
  const { entry, sheets } = archive;
  const inner = await readHead(entry);
  return inspectText(source, inner, inner.length === entry.bytes, fixed, { sheet: entry.name, sheets });
}

/** Formats with cells have no encoding or dialect. */
const binary: Detected = {
  format: 'csv',
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  escape: 'doubled',
  headerRow: 0,
  headerRows: 1,
  compression: 'none',
};

/** @param head of the text, or of the gzip file that it is in */
async function inspectText(
  source: Source,
  head: Uint8Array,
  whole: boolean,
  fixed: Reading,
  archive: { sheet?: string; sheets?: string[] },
): Promise<InspectedTable> {
  const inArchive = archive.sheet === undefined ? {} : { ...archive, compression: 'zip' as const };
  if (isGzip(head) && archive.sheet !== undefined)
    throw new CsvError('archive', 'The ZIP archive has a gzip file in it: upload that itself.');
  const opened: Head = isGzip(head) ? inflateHead(head, whole) : { bytes: head, whole };
  if (isParquet(opened.bytes) || isZip(opened.bytes))
    throw new CsvError('archive', 'Inside is a workbook, an archive or a Parquet file: upload that itself.');
  const encoding = jsonEncoding(opened, fixed.encoding);
  if (encoding === undefined) {
    const detected = await inTurns(detectSteps(head, whole, fixed));
    return { detected: { ...detected, ...inArchive }, ...(await inTurns(previewSteps(head, detected, { whole }))) };
  }
  const compression = isGzip(head) ? ('gzip' as const) : ('none' as const);
  const detected: Detected = { ...binary, format: 'jsonl', encoding, compression, ...inArchive };
  return describe(detected, await openTable(source, detected, readLimits));
}

/** The encoding of a file of JSON Lines; undefined for any other text. */
function jsonEncoding(head: Head, fixed: string | undefined): string | undefined {
  if (!mayStartWithObject(head.bytes)) return undefined;
  try {
    const encoding = fixed?.toLowerCase() ?? detectEncoding(head.bytes, head.whole);
    return startsWithObject(decodeHead(head, encoding)) ? encoding : undefined;
  } catch (error) {
    // Not JSON: `detect` says what is wrong.
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

/** Whether the first character may be a brace, in any encoding: saves most files the search for theirs. */
const mayStartWithObject = (bytes: Uint8Array): boolean =>
  /^[\0\s\xef\xbb\xbf\xfe\xff]*\{/.test(Buffer.from(bytes.subarray(0, 1000)).toString('latin1'));

async function describe(detected: Detected, table: Table): Promise<InspectedTable> {
  const rows: string[][] = [];
  for await (const records of table.records(createReadReport())) {
    for (const record of records) if (record.fault === undefined) rows.push(record.cells);
    if (rows.length >= sampledRows) break;
  }
  return { detected, ...(await inTurns(describeSteps(table.header, rows))) };
}

async function readHead(entry: ZipEntry): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of entry.open()) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= headBytes) break;
  }
  return Buffer.concat(parts).subarray(0, headBytes);
}

const isParquet = (head: Uint8Array): boolean =>
  Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PAR1' && isBinary(head);
