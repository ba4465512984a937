import type { SimilarUsers } from '@curio/contracts';
import { readCounts, sql, tenant } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { createTurns } from '../../platform/take-turns.ts';

/** Interactions that are compared at most. They are read in ranges of users, from the index alone. */
const maxRows = 60_000;
const ranges = 40;
/** Newest interactions of the user. */
const maxOwn = 500;
/** A workspace has one such statement at a time: each takes a connection for some tenths of a second. */
const takeTurns = createTurns(100);

/**
 * The users who share most of what this user did: the cosine of binary item vectors, weighted by inverse user frequency
 * ln(1 + users / users of the item) (Breese, Heckerman, Kadie 1998, section 2.1.3). Best first; users who share nothing are
 * left out, so the list of an unknown user is empty.
 *
 * There is no index of interactions by item (docs/decisions/0401-interactions-by-numbers.md). A project with up to `maxRows`
 * interactions is compared as a whole. Of a larger one, the cost is bounded by a sample: users in 40 ranges of numbers, whose
 * places depend on the user, so that the same question has the same answer.
 */
export function similarUsers(context: Context, projectId: string, userId: string, n: number): Promise<SimilarUsers> {
  return takeTurns(context.workspaceId, () => readSimilarUsers(context, projectId, userId, n));
}

async function readSimilarUsers(context: Context, projectId: string, userId: string, n: number): Promise<SimilarUsers> {
  return tenant(context.db, context, async (trx) => {
    const { number } = await authoriseProject(context, trx, 'users:read', projectId);
    const interactions = (await readCounts(trx, [number])).get(number)?.interactions ?? 0;
    const parts = interactions <= maxRows ? 1 : ranges;
    const rowsOfPart = maxRows / parts;
    // Without statistics, the planner may compare all rows with all, or sort all rows of a range to read the first of them.
    // Compiling the plan takes longer than running it.
    await sql`
      select set_config(name, 'off', true)
      from unnest(array['enable_nestloop', 'enable_bitmapscan', 'enable_sort', 'enable_seqscan', 'jit']) name`.execute(
      trx,
    );
    await sql`select set_config('work_mem', '32MB', true)`.execute(trx);
    // What a user was shown is nothing that the user did.
    const done = sql`x.project_number = ${number} and x.type_number is distinct from (select number from shown)`;
    const { rows } = await sql<{ user_id: string; score: number }>`
      with of_user as materialized (
        select number from id_numbers where project_number = ${number} and kind = 'u' and id = ${userId}),
      shown as materialized (
        select number from id_numbers where project_number = ${number} and kind = 't' and id = 'impression'),
      starts as materialized (
        select case when ${parts} = 1 then 1
          else (u.number + part * l.last::double precision / ${parts})::integer % l.last + 1 end as first
        from of_user u, last_numbers l, generate_series(0, ${parts} - 1) part
        where l.project_number = ${number} and l.kind = 'u'),
      mine as materialized (
        select distinct item_number from (
          select x.item_number from interactions x where x.user_number = (select number from of_user) and ${done}
          order by x.occurred_at desc limit ${maxOwn}) newest),
      -- Of the last user of a full range, only some rows are read.
      theirs as materialized (
        select user_number, item_number from (
          select s.first, x.user_number, x.item_number, count(*) over whole as found, max(x.user_number) over whole as last
          from starts s cross join lateral (
            select x.user_number, x.item_number from interactions x where x.user_number >= s.first and ${done}
            order by x.user_number limit ${rowsOfPart}) x
          where exists (select from mine)
          window whole as (partition by s.first)) read
        where user_number <> (select number from of_user) and (found < ${rowsOfPart} or user_number < last)
        group by user_number, item_number),
      weights as materialized (
        select item_number,
          ln(1 + (select count(distinct user_number) + 1 from theirs) / count(*)::double precision) ^ 2 as w
        from (select item_number from theirs union all select item_number from mine) both_sides group by item_number),
      scores as (
        select t.user_number, sum(w.w) filter (where m.item_number is not null)
          / sqrt(sum(w.w) * (select sum(w.w) from mine join weights w using (item_number))) as score
        from theirs t join weights w using (item_number) left join mine m using (item_number)
        group by t.user_number)
      select known.id as user_id, best.score
      from (select * from scores where score is not null order by score desc, user_number limit ${n}) best
      cross join lateral (
        select d.id from id_numbers d
        where d.number = best.user_number and d.kind = 'u' and d.project_number = ${number} limit 1) known
      order by best.score desc, best.user_number`.execute(trx);
    return { data: rows.map((row) => ({ userId: row.user_id, score: row.score })) };
  });
}
