import { addCounts, appendChange, type ImportRow, type Trx, tenant } from '@curio/db';
import { waitForForgetting } from '../events/lock-users.ts';
import type { Context } from '../platform/context.ts';
import { setSortMemory } from './kinds/interaction-rows.ts';
import { kinds } from './kinds/kinds.ts';
import { endTask, lockProject } from './task.ts';
import { whyNotUndone } from './undo-import.ts';

const done = { step: null, percent: 100, rowsPerSecond: 0, secondsLeft: 0 };

/** Restores what was before the import, in one transaction: readers see the project before or after. */
export async function runUndo(context: Context, row: ImportRow, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await tenant(context.db, context, async (trx) => {
    const projectNumber = await lockProject(trx, row.project_id, true);
    if (projectNumber === undefined) return;
    // Another import may have been applied since the undo was asked for.
    const obstacle = await whyNotUndone(trx, row, projectNumber);
    if (obstacle) return endTask(trx, row, { problem: JSON.stringify({ code: 'conflict', detail: obstacle }) });
    // From here to the commit nobody is forgotten.
    await waitForForgetting(trx, { number: projectNumber });
    await setSortMemory(trx);
    const { items, users, interactions } = await kinds[row.kind].undo(trx, row, projectNumber);
    await endTask(trx, row, { phase: 'undone', progress: JSON.stringify(done), finished_at: new Date() });
    if (row.made_catalogue) await unmarkCatalogue(trx, row.project_id, projectNumber);
    await appendChange(trx, projectNumber, 'catalogue');
    await addCounts(trx, projectNumber, { items: -items, users: -users, interactions: -interactions });
  });
}

/** A project whose catalogue came with the import has none again, unless other items have been written since. */
async function unmarkCatalogue(trx: Trx, projectId: string, projectNumber: number): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('projects')
    .set({ has_catalogue: false })
    .where('id', '=', projectId)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('items').select('item_id').where('project_id', '=', projectId))))
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await appendChange(trx, projectNumber, 'project');
}
