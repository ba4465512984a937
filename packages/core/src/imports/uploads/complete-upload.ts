import type { Context } from '../../platform/context.ts';
import { CurioError } from '../../platform/errors.ts';
import { registerImport } from '../register-import.ts';
import { lockUpload } from './lock-upload.ts';
import { type OpenUpload, readUpload, receivedBytes } from './read-upload.ts';
import { removeUpload } from './remove-upload.ts';

/**
 * Makes the import of an upload that has all its bytes, once: repeated and simultaneous calls have no further effect. An
 * upload that cannot be read as a table is removed, and the error says why.
 */
export async function completeUpload(context: Context, projectId: string, uploadId: string): Promise<void> {
  if (!(await dueUpload(context, projectId, uploadId))) return;
  const lock = await lockUpload(context, uploadId, () => undefined);
  try {
    // Again: another request may have completed it in the meantime.
    const upload = await dueUpload(context, projectId, uploadId);
    if (!upload) return;
    await context.storage.finish(uploadId);
    const { id, filename, bytes } = upload;
    await registerImport(context, projectId, { id, filename, bytes, kind: upload.kind ?? undefined }).catch(
      async (error: unknown) => {
        // After any other error the sender can try again without sending the file again.
        if (error instanceof CurioError) await removeUpload(context, projectId, uploadId);
        throw error;
      },
    );
  } finally {
    await lock.release();
  }
}

/** The upload, if it has all its bytes and no import. */
async function dueUpload(context: Context, projectId: string, uploadId: string): Promise<OpenUpload | undefined> {
  const upload = await readUpload(context, projectId, uploadId);
  if (upload.isFinished) return undefined;
  return (await receivedBytes(context, upload)) < upload.bytes ? undefined : upload;
}
