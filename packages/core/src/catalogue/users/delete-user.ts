import { newId } from '@curio/contracts';
import { addCounts, type ProjectRow, type Trx } from '@curio/db';
import { markForgetting, waitForEvents } from '../../events/lock-users.ts';
import { removeEvents, userNumberOf } from '../../events/remove-events.ts';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { type ApplyChange, writeRows } from '../../platform/write-rows.ts';

/**
 * Forgets the person, whether or not there is one: fields, interactions and the id itself. API processes drop the user from
 * their memory, and the next training does not read them.
 */
export async function deleteUser(
  context: Context,
  projectId: string,
  userId: string,
  apply: ApplyChange,
): Promise<void> {
  await writeRows(context, apply, async (trx, change) => {
    const project = await authoriseProject(context, trx, 'catalogue:write', projectId, true);
    const interactions = await removeNumber(trx, project, userId);
    await removeRowsOfBefore(trx, projectId, userId);
    const { numDeletedRows } = await trx
      .deleteFrom('users')
      .where('project_id', '=', projectId)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    await change(project.number, 'user', [userId]);
    await addCounts(trx, project.number, { users: -Number(numDeletedRows), interactions: -interactions });
  });
}

/** What imports of users have kept of the user for an undo. Interactions are kept by number, and not restored. */
async function removeRowsOfBefore(trx: Trx, projectId: string, userId: string): Promise<void> {
  await trx
    .deleteFrom('import_undo_rows')
    .where('row_id', '=', userId)
    .where('import_id', 'in', (eb) =>
      eb.selectFrom('imports').select('id').where('project_id', '=', projectId).where('kind', '=', 'users'),
    )
    .execute();
}

/**
 * Deletes the interactions, without holding up the events of other users, then those that were being stored meanwhile. Another
 * id takes the place of the user's in the dictionary: an import that is being applied may still use the number, and leaves
 * out its rows at its end (docs/decisions/0401-interactions-by-numbers.md).
 */
async function removeNumber(trx: Trx, project: ProjectRow, userId: string): Promise<number> {
  const remove = async () => {
    const userNumber = await userNumberOf(trx, project, userId);
    return { userNumber, removed: userNumber === undefined ? 0 : await removeEvents(trx, project, userNumber) };
  };
  const before = await remove();
  await markForgetting(trx, project);
  await waitForEvents(trx, project);
  const { userNumber, removed } = await remove();
  if (userNumber !== undefined) {
    await trx
      .updateTable('id_numbers')
      .set({ id: newId('forgotten') })
      .where('project_number', '=', project.number)
      .where('kind', '=', 'u')
      .where('number', '=', userNumber)
      .execute();
  }
  return before.removed + removed;
}
