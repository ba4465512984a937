import type { Page, User } from '@curio/contracts';
import { sql, tenant } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { readCursor, toPage } from '../../platform/page.ts';
import { lastCharacter, type Search } from '../search.ts';
import { readUsers } from './read-users.ts';

/** Users in the order of their ids, which begin with `q`; each with the number of interactions and the time of the last one. */
export async function listUsers(context: Context, projectId: string, query: Search): Promise<Page<User>> {
  const list = `users/${projectId}`;
  const after = readCursor(context, list, query);
  return tenant(context.db, context, async (trx) => {
    const { number } = await authoriseProject(context, trx, 'users:read', projectId);
    const users = await readUsers(
      trx,
      number,
      sql`
        select user_id, custom from users where project_id = ${projectId}
        ${query.q ? sql`and user_id >= ${query.q} and user_id < ${`${query.q}${lastCharacter}`}` : sql``}
        ${after ? sql`and user_id > ${after[0]}` : sql``}
        order by user_id limit ${query.limit + 1}`,
    );
    return toPage(
      context,
      list,
      query,
      users,
      (user) => [user.userId],
      (user) => user,
    );
  });
}
