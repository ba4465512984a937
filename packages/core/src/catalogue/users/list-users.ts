import type { Page, User } from '@curio/contracts';
import { sql, tenant } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { readCursor, toPage } from '../../platform/page.ts';
import { likePattern, type Search } from '../items/list-items.ts';

const countedUpTo = 1_000;

/** In the order of their ids, those who begin with `q`; each with how much is known of them. */
export async function listUsers(context: Context, projectId: string, query: Search): Promise<Page<User>> {
  const list = `users/${projectId}`;
  const after = readCursor(context, list, query);
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'recommend', projectId);
    const { rows } = await sql<{ user_id: string; interactions: number; last: Date | null }>`
      select u.user_id, known.interactions, known.last
      from users u cross join lateral (
        select count(*)::int as interactions, max(occurred_at) as last
        from (select occurred_at from interactions x where x.project_id = u.project_id and x.user_id = u.user_id
          order by occurred_at desc limit ${countedUpTo}) newest) known
      where u.project_id = ${projectId}
      ${query.q ? sql`and u.user_id like ${`${likePattern(query.q)}%`}` : sql``}
      ${after ? sql`and u.user_id > ${after[0]}` : sql``}
      order by u.user_id limit ${query.limit + 1}`.execute(trx);
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
