import type { Import } from '@curio/contracts';
import { type ImportRow, type Trx, tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { kinds } from './kinds/kinds.ts';
import { readImport, toImport } from './read-import.ts';

/** Queues the undo of an applied import: the row and its job change in one transaction. A repeated call has no effect. */
export async function undoImport(context: Context, projectId: string, importId: string): Promise<Import> {
  return tenant(context.db, context, async (trx) => {
    const project = await authoriseProject(context, trx, 'imports:write', projectId);
    const row = await readImport(trx, projectId, importId, true);
    if (row.task === 'undo' || row.phase === 'undone') return toImport(row);
    if (row.phase !== 'applied')
      throw new CurioError('conflict', `This import is ${row.phase}; only an applied import can be undone.`);
    const obstacle = await whyNotUndone(trx, row, project.number);
    if (obstacle) throw new CurioError('conflict', obstacle);
    const queued = await trx
      .updateTable('imports')
      .set({ task: 'undo', problem: null })
      .where('id', '=', importId)
      .returningAll()
      .executeTakeFirstOrThrow();
    const job = { workspaceId: context.workspaceId, projectId, importId, task: 'undo' } as const;
    await context.jobs.send(trx, 'import.apply', job);
    return toImport(queued);
  });
}

/** The sentence why an applied import cannot be undone; undefined where it can. */
export async function whyNotUndone(trx: Trx, row: ImportRow, projectNumber: number): Promise<string | undefined> {
  if (row.undo_deleted_at)
    return 'This import can no longer be undone: the rows of before are kept for a limited time and have been deleted.';
  const [last] = await kinds[row.kind].findOverwriters(trx, row, projectNumber);
  if (!last) return undefined;
  const rows = last.rows === 1 ? '1 row' : `${last.rows.toLocaleString('en')} rows`;
  return `A later import, ${last.filename}, has changed or removed ${rows} of this one. Undo that import first.`;
}
