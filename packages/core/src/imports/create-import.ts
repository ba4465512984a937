import { type Import, type ImportKind, newId } from '@curio/contracts';
import { tenant } from '@curio/db';
import { TooLargeError } from '@curio/storage';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { registerImport } from './register-import.ts';

export interface Upload {
  /** Recognised from the columns if absent. */
  kind?: ImportKind | undefined;
  filename: string;
  body: AsyncIterable<Uint8Array>;
  maxBytes: number;
}

/** Streams the file to storage and makes an import of it. */
export async function createImport(context: Context, projectId: string, upload: Upload): Promise<Import> {
  // Authorised before the upload is read.
  await tenant(context.db, context, (trx) => authoriseProject(context, trx, 'imports:write', projectId));
  const id = newId('import');
  const { bytes } = await context.storage.write(id, upload.body, upload.maxBytes).catch(refuseTooLarge);
  const stored = { id, kind: upload.kind, filename: upload.filename, bytes };
  return registerImport(context, projectId, stored).catch(async (error: unknown) => {
    await context.storage.remove(id);
    throw error;
  });
}

function refuseTooLarge(error: unknown): never {
  if (!(error instanceof TooLargeError)) throw error;
  throw new CurioError('too-large', `The file is larger than ${Math.round(error.maxBytes / 1e6)} MB, the limit here.`);
}
