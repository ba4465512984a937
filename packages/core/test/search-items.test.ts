import { sql, tenant } from '@curio/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listItems } from '../src/catalogue/items/list-items.ts';
import { newProject, startCore, type TestCore } from './start-core.ts';

let core: TestCore;
let projectId: string;
const items = 30_000;

beforeAll(async () => {
  core = await startCore();
  projectId = await newProject(core);
  await core.owner.query(
    `insert into items (workspace_id, project_id, item_id, title)
     select $1, $2, 'id' || lpad(i::text, 6, '0'), 'A title ' || case i % 10000 when 7 then 'of whales' else 'of cats' end
     from generate_series(1, $3::integer) as i`,
    [core.context.workspaceId, projectId, items],
  );
  await core.owner.query('vacuum analyze items');
});
afterAll(() => core.stop());

const idsOf = async (q: string, limit: number, cursor?: string) => {
  const page = await listItems(core.context, projectId, { q, limit, cursor });
  return { ids: page.data.map((item) => item.itemId), next: page.nextCursor };
};

/** Pages of tables and indexes that one search reads. A first search has read those of the system catalogue. */
async function pagesRead(pattern: string, idStart: string, after = ''): Promise<number> {
  return tenant(core.services.db, core.context, async (trx) => {
    const search = sql`select * from search_items(${projectId}, ${pattern}, ${idStart}, ${after}, 21)`;
    await search.execute(trx);
    const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>`
      explain (analyze, buffers, timing off, format json) ${search}`.execute(trx);
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    return (plan?.['Shared Hit Blocks'] ?? Number.NaN) + (plan?.['Shared Read Blocks'] ?? Number.NaN);
  });
}

describe('a search of items', () => {
  it('reads little, however many titles match', async () => {
    // Repeated, because the planner may change to a plan for any pattern after some executions.
    for (let i = 0; i < 8; i++) {
      expect(await pagesRead('%a%', 'a')).toBeLessThan(200);
      expect(await pagesRead('%t%', 'id', 'id015000')).toBeLessThan(200);
      expect(await pagesRead('%whales%', 'whales')).toBeLessThan(200);
    }
  });

  it('finds parts of titles and starts of ids, page by page', async () => {
    expect((await idsOf('WHALES', 10)).ids).toEqual(['id000007', 'id010007', 'id020007']);
    const first = await idsOf('whales', 2);
    expect(first.ids).toEqual(['id000007', 'id010007']);
    expect((await idsOf('whales', 2, first.next ?? undefined)).ids).toEqual(['id020007']);
    expect((await idsOf('id02000', 20)).ids).toEqual(Array.from({ length: 10 }, (_, i) => `id02000${i}`));
    expect((await idsOf('title', 3)).ids).toEqual(['id000001', 'id000002', 'id000003']);
    expect((await idsOf('dogs', 3)).ids).toEqual([]);
  });
});
