import { type Import, type ImportKind, mappingSchema, newId } from '@curio/contracts';
import { CsvError, detect, headBytes, preview, resolveDateOrders, suggestMapping } from '@curio/csv';
import { tenant } from '@curio/db';
import { TooLargeError } from '@curio/storage';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { lastMapping } from './last-mapping.ts';
import { toImport } from './read-import.ts';
import { toPgJson } from './to-pg-text.ts';

export interface Upload {
  kind: ImportKind;
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
    const head = await context.storage.head(id, headBytes);
    const { detected, columns, rows } = await inspectUpload(context, id, upload.kind, head, bytes === head.length);
    return await tenant(context.db, context, async (trx) => {
      await authoriseProject(context, trx, 'imports:write', projectId, true);
      const confirmed = await lastMapping(trx, projectId, upload.kind, columns);
      const mapping = confirmed ?? mappingSchema.parse(suggestMapping(upload.kind, columns));
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
          kind: upload.kind,
          mode: null,
          filename: upload.filename,
          bytes,
          storage_key: id,
          phase: 'uploaded',
          detected: JSON.stringify(detected),
          columns: JSON.stringify(columns),
          preview: JSON.stringify(rows),
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

async function inspectUpload(context: Context, id: string, kind: ImportKind, head: Uint8Array, whole: boolean) {
  try {
    const detected = detect(head, whole);
    const { columns, rows } = preview(head, detected, { kind, whole });
    const resolved = await resolveDateOrders(columns, () => context.storage.read(id), detected);
    return { detected, rows: toPgJson(rows), columns: toPgJson(resolved) };
  } catch (error) {
    if (error instanceof CsvError) throw new CurioError('invalid-file', error.message);
    throw error;
  }
}
