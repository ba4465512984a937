import type { Me } from '@curio/contracts';
import type { Context } from '../platform/context.ts';

/** The caller's workspace, and the account for a session. */
export async function whoAmI({ db, workspaceId, actor }: Context): Promise<Me> {
  const workspace = await db
    .selectFrom('auth.organization')
    .select(['id', 'name'])
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  const account =
    actor.kind === 'account'
      ? await db.selectFrom('auth.user').select(['id', 'name', 'email']).where('id', '=', actor.id).executeTakeFirst()
      : undefined;
  return {
    workspace,
    account: account ?? null,
    role: actor.kind === 'account' ? actor.role : null,
    scopes: actor.kind === 'key' ? [...actor.scopes] : ['admin'],
  };
}
