import type { ColumnPreview, Detected, ImportKind, Reading, Recognised } from '@curio/contracts';
import { CsvError, inspectTable, recogniseKind, resolveDateOrders, sampleRecords } from '@curio/csv';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { storedFile } from './stored-file.ts';
import { toPgJson } from './to-pg-text.ts';

/** What a stored file contains, ready to be stored with its import. */
export interface InspectedFile {
  kind: ImportKind;
  detected: Detected & { recognised: Recognised };
  columns: ColumnPreview[];
  /** The first rows. */
  rows: string[][];
}

/**
 * Detects the format, the columns and the kind of a stored file from its first bytes.
 * @param bytes size of the whole file
 * @param reading what the user corrected; the rest is detected
 * @throws CurioError `invalid-file`, or `invalid-input` with a pointer where a correction cannot be used
 */
export async function inspectFile(
  context: Context,
  storageKey: string,
  bytes: number,
  reading: Reading,
): Promise<InspectedFile> {
  const file = storedFile(context, { storage_key: storageKey, bytes });
  try {
    const { detected, columns, rows } = await inspectTable(file, reading);
    const recognised = await recogniseKind(columns, reading.kind);
    const kind = reading.kind ?? recognised.kind;
    const resolved = await resolveDateOrders(columns, () => sampleRecords(file, detected));
    return {
      kind,
      detected: toPgJson({ ...detected, recognised }),
      columns: toPgJson(resolved),
      rows: toPgJson(rows),
    };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const pointer = pointers[error.code];
    if (pointer && pointer.slice(1) in reading)
      throw new CurioError('invalid-input', error.message, [{ pointer, detail: error.message }]);
    throw new CurioError('invalid-file', error.message);
  }
}

/** The input that causes an error of the reader. */
const pointers: Readonly<Record<string, string>> = {
  'unknown-encoding': '/encoding',
  'bad-delimiter': '/delimiter',
  'no-header-line': '/headerRow',
  'no-sheet': '/sheet',
  'stray-quotes': '/quote',
};
