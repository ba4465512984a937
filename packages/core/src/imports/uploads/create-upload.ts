import { newId, type UploadQuery } from '@curio/contracts';
import { tenant, type UploadRow } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { CurioError } from '../../platform/errors.ts';

/** Of one workspace; each may take the place of one whole file in the storage. */
const maxUnfinished = 100;

export interface NewUpload extends UploadQuery {
  bytes: number;
  idempotencyKey: string | undefined;
}

/** Refuses a caller who may not upload to the project. */
export async function authoriseUploads(context: Context, projectId: string): Promise<void> {
  await tenant(context.db, context, (trx) => authoriseProject(context, trx, 'imports:write', projectId));
}

/**
 * Starts an upload that arrives in several requests. An equal call with the same idempotency key has no further effect and
 * returns the same upload.
 * @returns the id of the upload and, at its end, of its import
 */
export async function createUpload(
  context: Context,
  projectId: string,
  upload: NewUpload,
): Promise<{ id: string; isRepeated: boolean }> {
  const { bytes, filename, idempotencyKey, kind = null } = upload;
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'imports:write', projectId, true);
    if (bytes === 0) throw new CurioError('invalid-file', 'The file is empty: it has 0 bytes.');
    const { unfinished } = await trx
      .selectFrom('uploads as u')
      .leftJoin('imports as i', 'i.id', 'u.id')
      .where('i.id', 'is', null)
      .select((eb) => eb.fn.countAll<string>().as('unfinished'))
      .executeTakeFirstOrThrow();
    const id = newId('import');
    if (Number(unfinished) < maxUnfinished) {
      const made = await trx
        .insertInto('uploads')
        .values({
          id,
          workspace_id: context.workspaceId,
          project_id: projectId,
          kind,
          filename,
          bytes,
          idempotency_key: idempotencyKey ?? null,
        })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'project_id', 'idempotency_key']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (made) return { id, isRepeated: false };
    }
    const earlier: UploadRow | undefined =
      idempotencyKey === undefined
        ? undefined
        : await trx
            .selectFrom('uploads')
            .selectAll()
            .where('project_id', '=', projectId)
            .where('idempotency_key', '=', idempotencyKey)
            .executeTakeFirst();
    if (!earlier)
      throw new CurioError(
        'conflict',
        `${maxUnfinished} uploads of this workspace are unfinished. Continue or delete them; they expire after a day.`,
      );
    if (earlier.bytes === bytes && earlier.filename === filename && earlier.kind === kind)
      return { id: earlier.id, isRepeated: true };
    throw new CurioError('idempotency-conflict', 'This Idempotency-Key was used for another upload. Use a new one.');
  });
}
