import { type Import, type ImportKind, newId } from '@curio/contracts';
import { tenant } from '@curio/db';
import { TooLargeError } from '@curio/storage';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { inspectFile } from './inspect-file.ts';
import { toImport } from './read-import.ts';
import { startMapping } from './start-mapping.ts';

export interface Upload {
  /** Recognised from the columns if absent. */
  kind?: ImportKind | undefined;
  filename: string;
  body: AsyncIterable<Uint8Array>;
  maxBytes: number;
}

/** Streams the file to storage, detects its format and columns from its first bytes, and suggests a mapping. */
export async function createImport(context: Context, projectId: string, upload: Upload): Promise<Import> {
  // Authorised before the upload is read.
  await tenant(context.db, context, (trx) => authoriseProject(context, trx, 'imports:write', projectId));
  const id = newId('import');
  const { bytes } = await context.storage.write(id, upload.body, upload.maxBytes).catch(refuseTooLarge);
  try {
    const file = await inspectFile(context, id, bytes, upload.kind ? { kind: upload.kind } : {});
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
          filename: upload.filename,
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
  } catch (error) {
    await context.storage.remove(id);
    throw error;
  }
}

function refuseTooLarge(error: unknown): never {
  if (!(error instanceof TooLargeError)) throw error;
  throw new CurioError('too-large', `The file is larger than ${Math.round(error.maxBytes / 1e6)} MB, the limit here.`);
}
