import type { Me } from '@curio/contracts';
import type { Context } from '../platform/context.ts';

/** The caller's workspace, and themselves where they are a person. */
export async function whoAmI({ db, workspaceId, actor }: Context): Promise<Me> {
  const workspace = await db
    .selectFrom('auth.organization')
    .select(['id', 'name'])
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  const person =
    actor.kind === 'person'
      ? await db.selectFrom('auth.user').select(['id', 'name', 'email']).where('id', '=', actor.id).executeTakeFirst()
      : undefined;
  return {
    workspace,
    person: person ?? null,
    role: actor.kind === 'person' ? actor.role : null,
    scopes: actor.kind === 'key' ? [...actor.scopes] : ['admin'],
  };
}
