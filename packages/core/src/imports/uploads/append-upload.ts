import { TooLargeError } from '@curio/storage';
import type { Context } from '../../platform/context.ts';
import { CurioError } from '../../platform/errors.ts';
import type { OpenUpload } from './read-upload.ts';

/**
 * Adds to an upload whose lock the caller has. Where the body breaks off, its bytes until then are kept.
 * @returns the bytes that the upload has now
 */
export async function appendUpload(
  context: Context,
  { id, bytes, isFinished }: OpenUpload,
  offset: number,
  body: AsyncIterable<Uint8Array>,
): Promise<number> {
  if (isFinished || offset === bytes) return bytes;
  try {
    return await context.storage.append(id, offset, body, bytes);
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error;
    throw new CurioError('too-large', `The body has more than the ${bytes} bytes that the upload was announced with.`);
  }
}
