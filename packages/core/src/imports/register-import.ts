import type { Import, ImportKind } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { inspectFile } from './inspect-file.ts';
import { toImport } from './read-import.ts';
import { startMapping } from './start-mapping.ts';

export interface StoredUpload {
  /** Of the import, and the storage key of the file. */
  id: string;
  /** Recognised from the columns if absent. */
  kind: ImportKind | undefined;
  filename: string;
  bytes: number;
}

/**
 * Makes an import of a file that is in the storage: detects its format and columns from its first bytes, and suggests a
 * mapping.
 * @throws CurioError `invalid-file` where the file has no table that can be read
 */
export async function registerImport(context: Context, projectId: string, upload: StoredUpload): Promise<Import> {
  const { id, bytes, filename, kind } = upload;
  const file = await inspectFile(context, id, bytes, kind ? { kind } : {});
  return await tenant(context.db, context, async (trx) => {
    const project = await authoriseProject(context, trx, 'imports:write', projectId, true);
    const { columns, mapping } = await startMapping(context, trx, project, file);
    const { last_import } = await trx
      .updateTable('projects')
      .set((eb) => ({ last_import: eb('last_import', '+', 1) }))
      .where('id', '=', projectId)
      .returning('last_import')
      .executeTakeFirstOrThrow();
    const row = await trx
      .insertInto('imports')
      .values({
        id,
        workspace_id: context.workspaceId,
        project_id: projectId,
        number: last_import,
        kind: file.kind,
        mode: null,
        filename,
        bytes,
        storage_key: id,
        phase: 'uploaded',
        detected: JSON.stringify(file.detected),
        columns: JSON.stringify(columns),
        preview: JSON.stringify(file.rows),
        mapping: JSON.stringify(mapping),
        created_by: context.actor.kind === 'system' ? null : context.actor.id,
        finished_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toImport(row);
  });
}
