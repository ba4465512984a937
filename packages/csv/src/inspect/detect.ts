import type { Compression, Detected, Reading } from '@curio/contracts';
import { encodingSteps } from '../encoding/detect-encoding.ts';
import { CsvError } from '../table/csv-error.ts';
import { runSteps } from '../table/in-turns.ts';
import { maxColumns } from '../table/limits.ts';
import type { RawRecord } from '../table/record.ts';
import { detectDialect } from './detect-dialect.ts';
import { findHeader } from './find-header.ts';
import { inspectUpload, isGzip } from './inspect-upload.ts';
import { decodeHead, openHead } from './read-head.ts';

/**
 * Detects the format of a file (compression, encoding, delimiter, header) from its first bytes.
 * @param head the file's first bytes; at most 1 MB is used
 * @param whole whether the head is the whole file
 * @param fixed what the user chose; the rest is detected
 * @throws CsvError `empty-file`, `excel-workbook`, `archive`, `not-text`, `broken-gzip`, `no-table`, `no-rows`,
 *   `too-many-columns`
 */
export const detect = (head: Uint8Array, whole: boolean, fixed: Reading = {}): Detected =>
  runSteps(detectSteps(head, whole, fixed));

/** `detect` in steps. */
export function* detectSteps(head: Uint8Array, whole: boolean, fixed: Reading): Generator<void, Detected> {
  inspectUpload(head);
  const compression: Compression = isGzip(head) ? 'gzip' : 'none';
  const opened = openHead(head, compression, whole);
  if (compression === 'gzip') inspectUpload(opened.bytes);
  if (isGzip(opened.bytes)) throw new CsvError('archive', 'The file is compressed twice; compress it once.');
  const encoding = fixed.encoding?.toLowerCase() ?? (yield* encodingSteps(opened.bytes, opened.whole));
  yield;
  const text = decodeHead(opened, encoding);
  refuseOtherFormats(text);
  const { dialect, width, records } = yield* detectDialect(text, opened.whole, fixed);
  if (width > maxColumns)
    throw new CsvError(
      'too-many-columns',
      `The file has ${width.toLocaleString('en')} columns; at most ${maxColumns.toLocaleString('en')} can be read.`,
    );
  if (width === 1 && fixed.delimiter === undefined) refuseProse(records);
  const detected = { format: 'csv', encoding, ...dialect, headerRows: 1, compression } as const;
  if (fixed.headerRow !== undefined) return { ...detected, headerRow: fixed.headerRow };
  const header = findHeader(records, width);
  if (opened.whole && records.length === header.first + header.rows)
    throw new CsvError('no-rows', 'The file has a header but no rows below it.');
  if (header.first < 0) return { ...detected, headerRow: 0 };
  return { ...detected, headerRow: records[header.first]?.line ?? 1, headerRows: header.rows };
}

function refuseOtherFormats(text: string): void {
  const start = text.slice(0, 2000).trimStart();
  if (start === '' && text.trim() === '')
    throw new CsvError('empty-file', 'The file is empty: it has only blank lines.');
  if (/^(?:<!doctype html|<html|<table|<meta|<head)/i.test(start))
    throw new CsvError(
      'no-table',
      'This is a web page, as some programs write for .xls. Open it in Excel, save it as Excel Workbook (.xlsx), and upload that.',
    );
  if (/^(?:<!doctype|<\?xml|<[a-z]+[\s>])/i.test(start))
    throw new CsvError('no-table', 'This is an XML document. Export the table as CSV, Excel, JSON Lines or Parquet.');
  if (/^(?:\{\s*["}]|\[\s*[{[\]"])/.test(start))
    throw new CsvError(
      'no-table',
      "This is JSON in one piece. Write one object per line (jq -c '.[]' FILE > table.jsonl) and upload that.",
    );
  if (start.startsWith('{\\rtf'))
    throw new CsvError('no-table', 'This is a text document. Copy its table into Excel, and upload that.');
}

/** A file of one column is a table (a list of user ids, for example) unless its lines are sentences. */
function refuseProse(records: readonly RawRecord[]): void {
  if (records.length === 0) throw new CsvError('no-table', 'No table was found in the file.');
  const words =
    records.reduce((sum, { cells }) => sum + cells.join(' ').trim().split(/\s+/).length, 0) / records.length;
  if (words > 4)
    throw new CsvError('no-table', 'No table was found: the lines are text, not cells between delimiters.');
}
