import { tenant, type UploadRow } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';

/** Hours from its start after which an unfinished upload is deleted. */
export const uploadHours = 24;

export interface OpenUpload extends UploadRow {
  /** Whether its import exists. */
  isFinished: boolean;
}

/** An upload of the project, unfinished or a day old at most. */
export async function readUpload(context: Context, projectId: string, uploadId: string): Promise<OpenUpload> {
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'imports:write', projectId);
    const row = await trx
      .selectFrom('uploads')
      .selectAll()
      .where('id', '=', uploadId)
      .where('project_id', '=', projectId)
      .executeTakeFirst();
    if (!row) throw notFound('upload');
    const made = await trx.selectFrom('imports').select('id').where('id', '=', uploadId).executeTakeFirst();
    return { ...row, isFinished: made !== undefined };
  });
}

/** Bytes of the file that are in the storage. */
export async function receivedBytes(context: Context, upload: OpenUpload): Promise<number> {
  const { id, bytes, isFinished } = upload;
  if (isFinished) return bytes;
  const pending = await context.storage.pending(id);
  if (pending > 0) return pending;
  // A process that ended between the end of the upload and its import leaves the whole file.
  const last = await context.storage.range(id, bytes - 1, bytes).catch(() => new Uint8Array(0));
  return last.length > 0 ? bytes : 0;
}
