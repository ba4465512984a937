import type { ColumnPreview, Detected, ImportKind } from '@curio/contracts';
import { inferDateOrder } from '../cells/parse-date.ts';
import { inferDecimal } from '../cells/parse-number.ts';
import { suggestColumns } from '../mapping/suggest-columns.ts';
import { commonLength } from '../read/pad-rows.ts';
import { noHeaderLine } from '../read/read-records.ts';
import { runSteps } from '../table/in-turns.ts';
import { headBytes } from '../table/limits.ts';
import { headerNames, joinHeader } from './header-names.ts';
import { inferType } from './infer-type.ts';
import { decodeHead, headSteps, openHead } from './read-head.ts';

const previewRows = 50;
/** Rows whose cells decide the type of a column. */
export const sampledRows = 5000;
const sampleLength = 200;

export interface PreviewOptions {
  /** If set, `suggested` of each column is filled. */
  kind?: ImportKind;
  /** Whether the head is the whole file; by default an uncompressed head below 1 MB is. */
  whole?: boolean;
}

export interface Preview {
  columns: ColumnPreview[];
  /** The first rows below the header, cells as written. */
  rows: string[][];
}

/**
 * The columns with samples, type and suggested field, and the first rows, to show before mapping.
 * @param head the file's first bytes, as given to `detect`
 * @throws CsvError as `detect`
 */
export const preview = (head: Uint8Array, detected: Detected, options: PreviewOptions = {}): Preview =>
  runSteps(previewSteps(head, detected, options));

/** `preview` in steps, one for each column. */
export function* previewSteps(head: Uint8Array, detected: Detected, options: PreviewOptions): Generator<void, Preview> {
  const whole = options.whole ?? (detected.compression === 'none' && head.length < headBytes);
  const opened = openHead(head, detected.compression, whole);
  const records = yield* headSteps(decodeHead(opened, detected.encoding), opened.whole, detected, {
    headerRow: detected.headerRow,
    limit: sampledRows + detected.headerRows,
  });
  const header =
    detected.headerRow === 0
      ? Array.from({ length: commonLength(records) }, () => '')
      : joinHeader(records.splice(0, detected.headerRows).map((record) => record.cells));
  if (header.length === 0) throw noHeaderLine(detected.headerRow);
  const described = yield* describeSteps(
    header,
    records.map((record) => record.cells),
  );
  if (options.kind) {
    const { columns } = described;
    const suggestions = suggestColumns(options.kind, columns);
    columns.forEach((column, i) => {
      const suggested = suggestions[i];
      if (suggested) column.suggested = suggested;
    });
  }
  return described;
}

/** @param header names as written; blanks and duplicates are possible */
export function* describeSteps(header: readonly string[], records: readonly string[][]): Generator<void, Preview> {
  const rows = records.slice(0, sampledRows);
  const columns: ColumnPreview[] = [];
  for (const [i, name] of headerNames(header).entries()) {
    const cells = rows.map((row) => row[i] ?? '');
    columns.push(describe(name, cells));
    yield;
  }
  return { columns, rows: rows.slice(0, previewRows) };
}

function describe(name: string, cells: readonly string[]): ColumnPreview {
  const filled = cells.filter((cell) => cell.trim() !== '');
  const distinct = new Set(filled);
  const { type, separator } = inferType(name, filled, distinct.size);
  const column: ColumnPreview = {
    name,
    samples: [...distinct].slice(0, 3).map((cell) => cell.slice(0, sampleLength)),
    type,
    emptyShare: cells.length === 0 ? 0 : (cells.length - filled.length) / cells.length,
    distinct: distinct.size,
    filled: filled.length,
    meanLength: filled.length === 0 ? 0 : filled.reduce((sum, cell) => sum + cell.length, 0) / filled.length,
  };
  if (separator !== undefined) column.separator = separator;
  const dateOrder = type === 'date' ? inferDateOrder(filled) : undefined;
  if (dateOrder !== undefined) column.dateOrder = dateOrder;
  const decimal = type === 'number' ? inferDecimal(filled) : undefined;
  if (decimal !== undefined) column.decimal = decimal;
  return column;
}
