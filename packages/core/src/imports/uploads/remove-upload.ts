import { tenant } from '@curio/db';
import type { Context } from '../../platform/context.ts';
import { CurioError } from '../../platform/errors.ts';
import { readUpload } from './read-upload.ts';

/** Removes an unfinished upload with its bytes. */
export async function removeUpload(context: Context, projectId: string, uploadId: string): Promise<void> {
  const { isFinished } = await readUpload(context, projectId, uploadId);
  if (isFinished) throw new CurioError('conflict', 'This upload has become an import, which stays.');
  await context.storage.remove(uploadId);
  await tenant(context.db, context, (trx) => trx.deleteFrom('uploads').where('id', '=', uploadId).execute());
}
