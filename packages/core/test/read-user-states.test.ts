import { sql } from '@curio/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newProject, startCore, type TestCore } from './start-core.ts';

const users = 5_000;
const eventsEach = 40;
let core: TestCore;
let projectId: string;
beforeAll(async () => {
  core = await startCore();
  projectId = await newProject(core);
  const { rows } = await core.owner.query<{ number: number }>('select number from projects where id = $1', [projectId]);
  const number = rows[0]?.number;
  await core.owner.query(
    `insert into id_numbers (project_number, kind, id, number)
     select $1::integer, 'u'::"char", 'user ' || i, i from generate_series(1, $2::integer) i
     union all select $1, 'i', 'item ' || i, i from generate_series(1, 20000) i
     union all select $1, 't', 'view', 1`,
    [number, users],
  );
  await core.owner.query(
    `insert into interactions (occurred_at, project_number, user_number, item_number, type_number)
     select to_timestamp(1700000000 + e), $1, u, 1 + (u * 31 + e * 17) % 20000, 1
     from generate_series(1, $2::integer) u, generate_series(1, $3::integer) e`,
    [number, users, eventsEach],
  );
});
afterAll(() => core.stop());

/** Pages of tables and indexes that one reading of these users reads. */
async function pagesRead(userIds: string[]): Promise<number> {
  // In a transaction, so that the connection is the same: a plan is kept per connection.
  return core.services.db.transaction().execute(async (trx) => {
    const read = sql`select * from read_user_states(${core.context.workspaceId}, ${projectId}, ${userIds}::text[], 512)`;
    await read.execute(trx);
    const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>`
      explain (analyze, buffers, timing off, format json) ${read}`.execute(trx);
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    return (plan?.['Shared Hit Blocks'] ?? Number.NaN) + (plan?.['Shared Read Blocks'] ?? Number.NaN);
  });
}

it('reads of each user little more than its own rows, with statistics and without', async () => {
  const idsOf = (count: number) => Array.from({ length: count }, (_, i) => `user ${1 + i * 7}`);
  // A row of an index may be on one page and its row of the table on another; each lookup descends a few pages.
  const perUser = eventsEach * 2 + 30;
  for (let round = 0; round < 2; round++) {
    for (const count of [1, 250]) expect(await pagesRead(idsOf(count))).toBeLessThan(count * perUser + 100);
    expect(await pagesRead(Array.from({ length: 250 }, (_, i) => `nobody ${i}`))).toBeLessThan(250 * 30);
    await core.owner.query('analyze');
  }
});
