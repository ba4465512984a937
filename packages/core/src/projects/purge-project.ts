import type { JobPayload } from '@curio/contracts';
import { deleteProjectRows, type Trx, tenant } from '@curio/db';
import type { Context } from '../platform/context.ts';

const defaultBatch = 20_000;

/**
 * Deletes the files and rows of a project that is marked as deleted, in transactions of about `batch` rows of a table.
 * It can be interrupted at any point and run again.
 */
export async function purgeProject(
  context: Context,
  { projectId }: JobPayload<'project.delete'>,
  signal: AbortSignal,
  batch = defaultBatch,
): Promise<void> {
  const marked = await tenant(context.db, context, (trx) =>
    trx
      .selectFrom('projects')
      .select(['id', 'number'])
      .where('id', '=', projectId)
      .where('deleted_at', 'is not', null)
      .executeTakeFirst(),
  );
  if (!marked) return;
  await tenant(context.db, context, (trx) => removeUploads(context, trx, projectId));
  const deleteBatch = () => tenant(context.db, context, (trx) => deleteProjectRows(trx, marked, batch));
  do signal.throwIfAborted();
  while ((await deleteBatch()) > 0);
  await tenant(context.db, context, async (trx) => {
    // Waits for an import that is being applied. None begins after this.
    await trx.selectFrom('projects').select('id').where('id', '=', projectId).forUpdate().execute();
    await removeUploads(context, trx, projectId);
    while ((await deleteProjectRows(trx, marked, batch)) > 0);
    await trx.deleteFrom('projects').where('id', '=', projectId).execute();
  });
}

/** Before the rows that name them: otherwise an interruption would leave files that nothing refers to. */
async function removeUploads(context: Context, trx: Trx, projectId: string): Promise<void> {
  const imports = await trx.selectFrom('imports').select('storage_key').where('project_id', '=', projectId).execute();
  const uploads = await trx.selectFrom('uploads').select('id').where('project_id', '=', projectId).execute();
  const keys = [...imports.map(({ storage_key }) => storage_key), ...uploads.map(({ id }) => id)];
  for (const key of new Set(keys)) await context.storage.remove(key);
}
