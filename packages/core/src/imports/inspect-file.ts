import type { ColumnPreview, Detected, ImportKind, Mapping, Reading, Recognised } from '@curio/contracts';
import { mappingSchema } from '@curio/contracts';
import {
  CsvError,
  inspectTable,
  openRecords,
  recogniseKind,
  resolveDateOrders,
  suggestColumns,
  suggestMapping,
} from '@curio/csv';
import type { Trx } from '@curio/db';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { lastMapping } from './last-mapping.ts';
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
    const recognised = recogniseKind(columns, reading.kind);
    const kind = reading.kind ?? recognised.kind;
    const resolved = await resolveDateOrders(columns, () => openRecords(file, detected));
    const suggestions = suggestColumns(kind, resolved);
    const suggested = resolved.map((column, i) => {
      const suggestion = suggestions[i];
      return suggestion ? { ...column, suggested: suggestion } : column;
    });
    return {
      kind,
      detected: toPgJson({ ...detected, recognised }),
      columns: toPgJson(suggested),
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
};

/** The mapping of the last import of the same kind and columns, else one suggested from the columns. */
export async function startMapping(trx: Trx, projectId: string, { kind, columns }: InspectedFile): Promise<Mapping> {
  const confirmed = await lastMapping(trx, projectId, kind, columns);
  return confirmed ?? mappingSchema.parse(suggestMapping(kind, columns));
}
