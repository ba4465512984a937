import type { UserInput, WrittenUser } from '@curio/contracts';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { type ApplyChange, writeRows } from '../../platform/write-rows.ts';
import { requireCustom, requireSameId, withoutNulls } from '../custom/require-custom.ts';
import { writeUsers } from './write-users.ts';

/** Stores the user as given: an own field that is left out has no value afterwards. The interactions stay. */
export async function putUser(
  context: Context,
  projectId: string,
  userId: string,
  input: UserInput,
  apply: ApplyChange,
): Promise<{ user: WrittenUser; created: boolean }> {
  requireSameId('userId', userId, input.userId);
  return writeRows(context, apply, async (trx, change) => {
    const project = await authoriseProject(context, trx, 'catalogue:write', projectId, true);
    const custom = withoutNulls(await requireCustom(trx, change, project, 'users', input.custom));
    const added = await writeUsers(trx, project, [{ user_id: userId, custom }]);
    await change(project.number, 'user', [userId]);
    return { user: { userId, custom }, created: added > 0 };
  });
}
