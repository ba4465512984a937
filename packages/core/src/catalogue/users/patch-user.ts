import type { UserInput, WrittenUser } from '@curio/contracts';
import { sql } from '@curio/db';
import { authoriseProject, isAllowed } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { type ApplyChange, writeRows } from '../../platform/write-rows.ts';
import { mergedCustom } from '../custom/merged-custom.ts';
import { requireCustom, requireSameId } from '../custom/require-custom.ts';

/**
 * Changes the own fields that are given; null removes a value. The answer to a key that may not read users has these fields
 * only.
 */
export async function patchUser(
  context: Context,
  projectId: string,
  userId: string,
  input: UserInput,
  apply: ApplyChange,
): Promise<WrittenUser> {
  requireSameId('userId', userId, input.userId);
  return writeRows(context, apply, async (trx, change) => {
    const project = await authoriseProject(context, trx, 'catalogue:write', projectId, true);
    const edit = await requireCustom(trx, change, project, 'users', input.custom);
    const { rows } = await sql<Pick<WrittenUser, 'custom'>>`
      update users set custom = ${mergedCustom(sql`custom`, edit)}, import_id = null, updated_at = now()
      where project_id = ${projectId} and user_id = ${userId} returning custom`.execute(trx);
    const [row] = rows;
    if (!row) throw notFound('user');
    await change(project.number, 'user', [userId]);
    return { userId, custom: isAllowed(context, 'users:read') ? row.custom : only(row.custom, input.custom ?? {}) };
  });
}

/** The fields that are also in `given`. */
function only(custom: WrittenUser['custom'], given: object): WrittenUser['custom'] {
  return Object.fromEntries(Object.entries(custom).filter(([name]) => Object.hasOwn(given, name)));
}
