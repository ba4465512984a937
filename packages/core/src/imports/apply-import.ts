import type { ApplySettings, Import } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { readImport, requireUpload, toImport } from './read-import.ts';
import { checkMapping } from './set-mapping.ts';

/** Queues the import: the row and its job change in one transaction. A repeated call while it is pending has no effect. */
export async function applyImport(
  context: Context,
  projectId: string,
  importId: string,
  settings: Partial<ApplySettings>,
): Promise<Import> {
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'imports:write', projectId);
    const row = await readImport(trx, projectId, importId, true);
    if (['queued', 'applying'].includes(row.phase)) return toImport(row);
    if (row.phase === 'applied' || row.phase === 'undone')
      throw new CurioError('conflict', `This import is ${row.phase}. Upload the file again to apply it again.`);
    requireUpload(row);
    checkMapping(row.kind, toImport(row).columns, row.mapping);
    const queued = await trx
      .updateTable('imports')
      .set({
        mode: settings.mode ?? 'upsert',
        deduplicate: settings.deduplicate ?? false,
        unknown_items: settings.unknownItems ?? 'keep',
        phase: 'queued',
        task: 'apply',
        problem: null,
        rows: null,
        rejections: '[]',
        left_out: '[]',
        finished_at: null,
      })
      .where('id', '=', importId)
      .returningAll()
      .executeTakeFirstOrThrow();
    const job = { workspaceId: context.workspaceId, projectId, importId, task: 'apply' } as const;
    await context.jobs.send(trx, 'import.apply', job);
    return toImport(queued);
  });
}
