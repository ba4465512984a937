import type { Page, User } from '@curio/contracts';
import { sql, tenant } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { readCursor, toPage } from '../../platform/page.ts';
import { lastCharacter, type Search } from '../search.ts';

/** Interactions of a user are counted up to this number. */
const countedUpTo = 1_000;

/** Users in the order of their ids, which begin with `q`; each with the number of interactions and the time of the last one. */
export async function listUsers(context: Context, projectId: string, query: Search): Promise<Page<User>> {
  const list = `users/${projectId}`;
  const after = readCursor(context, list, query);
  return tenant(context.db, context, async (trx) => {
    const { number } = await authoriseProject(context, trx, 'recommend', projectId);
    const { rows } = await sql<{ user_id: string; interactions: number; last: Date | null }>`
      select u.user_id, counted.interactions, counted.last
      from (
        select user_id from users where project_id = ${projectId}
        ${query.q ? sql`and user_id >= ${query.q} and user_id < ${`${query.q}${lastCharacter}`}` : sql``}
        ${after ? sql`and user_id > ${after[0]}` : sql``}
        order by user_id limit ${query.limit + 1}) u
      cross join lateral (
        select count(*)::int as interactions, max(occurred_at) as last
        from (select occurred_at from interactions x
          where x.project_number = ${number} and x.user_number = (select n.number from id_numbers n
            where n.project_number = ${number} and n.kind = 'u' and n.id = u.user_id)
          order by occurred_at desc limit ${countedUpTo}) newest) counted
      order by u.user_id`.execute(trx);
    return toPage(
      context,
      list,
      query,
      rows,
      (row) => [row.user_id],
      (row) => ({
        userId: row.user_id,
        interactions: row.interactions,
        lastInteractionAt: row.last?.toISOString() ?? null,
      }),
    );
  });
}
