import { createHash } from 'node:crypto';
import { type Import, type ImportKind, newId } from '@curio/contracts';
import { tenant } from '@curio/db';
import { TooLargeError } from '@curio/storage';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { registerImport, type StoredUpload } from './register-import.ts';

export interface Upload {
  /** Recognised from the columns if absent. */
  kind?: ImportKind | undefined;
  filename: string;
  body: AsyncIterable<Uint8Array>;
  maxBytes: number;
}

/** Streams a file to the storage and makes an import of it. */
export async function createImport(context: Context, projectId: string, upload: Upload): Promise<Import> {
  return importUpload(context, projectId, await receiveUpload(context, projectId, upload));
}

/** A file in the storage, before it is an import. */
export interface ReceivedUpload extends StoredUpload {
  sha256: Buffer;
}

/** Streams a file to the storage. The caller makes an import of it, or discards it. */
export async function receiveUpload(context: Context, projectId: string, upload: Upload): Promise<ReceivedUpload> {
  // Authorised before the upload is read.
  await tenant(context.db, context, (trx) => authoriseProject(context, trx, 'imports:write', projectId));
  const id = newId('import');
  const hash = createHash('sha256');
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of upload.body) {
      hash.update(chunk);
      yield chunk;
    }
  }
  const { bytes } = await context.storage.write(id, hashed(), upload.maxBytes).catch(refuseTooLarge);
  return { id, bytes, kind: upload.kind, filename: upload.filename, sha256: hash.digest() };
}

/** Makes an import of a file that was received; removes the file where it cannot be read. */
export async function importUpload(context: Context, projectId: string, upload: StoredUpload): Promise<Import> {
  return registerImport(context, projectId, upload).catch(async (error: unknown) => {
    await discardUpload(context, upload);
    throw error;
  });
}

/** Removes a file that does not become an import. */
export async function discardUpload(context: Context, { id }: Pick<StoredUpload, 'id'>): Promise<void> {
  await context.storage.remove(id);
}

function refuseTooLarge(error: unknown): never {
  if (!(error instanceof TooLargeError)) throw error;
  throw new CurioError('too-large', `The file is larger than ${Math.round(error.maxBytes / 1e6)} MB, the limit here.`);
}
