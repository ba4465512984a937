import { addCounts } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { type ApplyChange, writeRows } from '../platform/write-rows.ts';
import { removeEvents, userNumberOf } from './remove-events.ts';

/** Deletes everything that the user did. The user stays, with own fields. */
export async function deleteEvents(
  context: Context,
  projectId: string,
  userId: string,
  apply: ApplyChange,
): Promise<void> {
  await writeRows(context, apply, async (trx, change) => {
    const project = await authoriseProject(context, trx, 'events:write', projectId, true);
    const userNumber = await userNumberOf(trx, project, userId);
    if (userNumber === undefined) return;
    const removed = await removeEvents(trx, project, userNumber);
    if (removed === 0) return;
    await change(project.number, 'user', [userId]);
    await addCounts(trx, project.number, { interactions: -removed });
  });
}
