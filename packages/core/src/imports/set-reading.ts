import type { Import, Reading } from '@curio/contracts';
import { type ImportRow, type Trx, tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { inspectFile } from './inspect-file.ts';
import { readImport, requireUpload, toImport } from './read-import.ts';
import { startMapping } from './start-mapping.ts';
import { withoutDryRun } from './task.ts';

/**
 * Reads the file's head again with what the user corrected, and suggests a new mapping. What `reading` leaves out is
 * detected again, but for the kind. Possible until the import is queued, and again after it was rejected or failed.
 */
export async function setReading(
  context: Context,
  projectId: string,
  importId: string,
  reading: Reading,
): Promise<Import> {
  const correctable = async (trx: Trx, lock: boolean): Promise<ImportRow> => {
    await authoriseProject(context, trx, 'imports:write', projectId);
    const row = await readImport(trx, projectId, importId, lock);
    if (!['uploaded', 'mapped', 'rejected', 'failed'].includes(row.phase)) {
      throw new CurioError('conflict', `This import is ${row.phase}; upload the file again to read it differently.`);
    }
    requireUpload(row);
    return row;
  };
  const { kind, bytes, storage_key } = await tenant(context.db, context, (trx) => correctable(trx, false));
  // Outside of a transaction: the file may be kept far away.
  const file = await inspectFile(context, storage_key, bytes, { kind, ...reading });
  return tenant(context.db, context, async (trx) => {
    await correctable(trx, true);
    const project = await authoriseProject(context, trx, 'imports:write', projectId);
    const { columns, mapping } = await startMapping(context, trx, project, file);
    const changed = await trx
      .updateTable('imports')
      .set((eb) => ({
        ...withoutDryRun(eb),
        kind: file.kind,
        detected: JSON.stringify(file.detected),
        columns: JSON.stringify(columns),
        preview: JSON.stringify(file.rows),
        mapping: JSON.stringify(mapping),
        phase: 'uploaded',
        problem: null,
        rows: null,
        rejections: '[]',
        left_out: '[]',
        finished_at: null,
      }))
      .where('id', '=', importId)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toImport(changed);
  });
}
