import type { ApplySettings, DryRun, Import } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { readImport, requireUpload, toImport } from './read-import.ts';
import { checkMapping } from './set-mapping.ts';

/**
 * Queues a dry run with these settings: the row and its job change in one transaction. It takes the place of one that is
 * queued or running with other settings; a repeated call has no effect.
 */
export async function requestDryRun(
  context: Context,
  projectId: string,
  importId: string,
  settings: ApplySettings,
): Promise<Import> {
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'imports:write', projectId);
    const row = await readImport(trx, projectId, importId, true);
    if (!['uploaded', 'mapped', 'rejected', 'failed'].includes(row.phase))
      throw new CurioError('conflict', `This import is ${row.phase}; a dry run is possible before it is applied.`);
    if (row.task === 'dry-run' && row.dry_run && isSame(row.dry_run, settings)) return toImport(row);
    requireUpload(row);
    checkMapping(row.kind, toImport(row).columns, row.mapping);
    const dryRun: DryRun = {
      ...settings,
      status: 'queued',
      rows: null,
      rejections: [],
      leftOut: [],
      overlap: null,
      changes: [],
      parsed: [],
      problem: null,
      finishedAt: null,
    };
    const queued = await trx
      .updateTable('imports')
      .set((eb) => ({ task: 'dry-run', attempt: eb('attempt', '+', 1), dry_run: JSON.stringify(dryRun) }))
      .where('id', '=', importId)
      .returningAll()
      .executeTakeFirstOrThrow();
    const job = { workspaceId: context.workspaceId, projectId, importId, task: 'dry-run' } as const;
    await context.jobs.send(trx, 'import.apply', job);
    return toImport(queued);
  });
}

function isSame(one: ApplySettings, other: ApplySettings): boolean {
  return one.mode === other.mode && one.deduplicate === other.deduplicate && one.unknownItems === other.unknownItems;
}
