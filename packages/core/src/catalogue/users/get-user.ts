import type { User } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { readUser } from './read-users.ts';

export async function getUser(context: Context, projectId: string, userId: string): Promise<User> {
  return tenant(context.db, context, async (trx) => {
    const project = await authoriseProject(context, trx, 'users:read', projectId);
    const user = await readUser(trx, project, userId);
    if (!user) throw notFound('user');
    return user;
  });
}
