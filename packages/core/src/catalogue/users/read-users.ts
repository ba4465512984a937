import type { User } from '@curio/contracts';
import { type RawBuilder, sql, type Trx } from '@curio/db';

/** Interactions of a user are counted up to this number. */
const countedUpTo = 1_000;

/** Users with the number of their interactions and the time of the last one. `users` has user_id and custom. */
export async function readUsers(trx: Trx, projectNumber: number, users: RawBuilder<unknown>): Promise<User[]> {
  const { rows } = await sql<{ user_id: string; custom: User['custom']; interactions: number; last: Date | null }>`
    select u.user_id, u.custom, counted.interactions, counted.last
    from (${users}) u
    cross join lateral (
      select count(*)::int as interactions, max(occurred_at) as last
      from (select occurred_at from interactions x
        where x.project_number = ${projectNumber} and x.user_number = (select n.number from id_numbers n
          where n.project_number = ${projectNumber} and n.kind = 'u' and n.id = u.user_id)
        order by occurred_at desc limit ${countedUpTo}) newest) counted
    order by u.user_id`.execute(trx);
  return rows.map((row) => ({
    userId: row.user_id,
    custom: row.custom,
    interactions: row.interactions,
    lastInteractionAt: row.last?.toISOString() ?? null,
  }));
}

/** undefined where there is no such user. */
export async function readUser(trx: Trx, project: { id: string; number: number }, userId: string) {
  const one = sql`select user_id, custom from users where project_id = ${project.id} and user_id = ${userId}`;
  const [user] = await readUsers(trx, project.number, one);
  return user;
}
