import { importSummarySchema, modelSummarySchema } from '@curio/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, newTenant, type Tenant } from './client.ts';
import { startApi, type TestApi } from './start-api.ts';

const rows = 23;
let api: TestApi;
let tenant: Tenant;
let project: string;

interface Page {
  data: Record<string, unknown>[];
  nextCursor: string | null;
}
const page = async (path: string, query: Record<string, string | number>) => {
  const text = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return call<Page & { code?: string }>(api, 'GET', `${path}?${text}`, { key: tenant.key });
};

beforeAll(async () => {
  api = await startApi();
  tenant = await newTenant(api);
  project = `/v1/projects/${tenant.projectId}`;
  const at = (i: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, 0, 0) + i).toISOString().replace('Z', '123Z');
  const events = Array.from({ length: rows }, (_, i) => ({ userId: `u${i}`, itemId: 'i1', type: 'view' }));
  // Times within one millisecond, where a cursor that rounds would skip or repeat.
  const ofOne = Array.from({ length: rows }, (_, i) => ({
    userId: 'many',
    itemId: `i${i % 5}`,
    type: 'view',
    timestamp: at(0).replace('123Z', `${100 + i}Z`),
  }));
  await call(api, 'POST', `${project}/events`, { key: tenant.key, json: { events: [...events, ...ofOne] } });
  for (let i = 0; i < rows; i++) {
    const key = tenant.key;
    await Promise.all([
      call(api, 'POST', '/v1/projects', { key, json: { name: `p${i}` } }),
      call(api, 'POST', '/v1/keys', { key, json: { name: `k${i}`, scopes: ['recommend'] } }),
      call(api, 'POST', `${project}/imports?kind=items`, { key, raw: `id,title\n${i},One\n` }),
      call(api, 'POST', `${project}/webhooks`, { key, json: { url: 'https://example.com', events: ['model.ready'] } }),
      call(api, 'POST', `${project}/models`, { key, json: { algorithm: 'popular' } }),
    ]);
  }
});
afterAll(() => api.stop());

const lists = () => [
  { path: '/v1/projects', id: 'id', rows: rows + 1 },
  { path: '/v1/keys', id: 'id', rows: rows + 1 },
  { path: `${project}/imports`, id: 'id', rows },
  { path: `${project}/webhooks`, id: 'id', rows },
  { path: `${project}/models`, id: 'version', rows },
  { path: `${project}/users`, id: 'userId', rows: rows + 1 },
  { path: `${project}/users/many/events`, id: 'timestamp', rows },
];

describe('a list', () => {
  it('is paged through without a repeat or a gap, whatever the page', async () => {
    for (const { path, id, rows: all } of lists()) {
      const whole = (await page(path, { limit: 100 })).body;
      expect(whole.data.length, path).toBe(all);
      expect(whole.nextCursor, path).toBeNull();
      for (const limit of [1, 5, all - 1, all]) {
        const seen: unknown[] = [];
        let cursor: string | null = null;
        let pages = 0;
        do {
          const { body }: { body: Page } = await page(path, { limit, ...(cursor ? { cursor } : {}) });
          expect(body.data.length, path).toBeLessThanOrEqual(limit);
          seen.push(...body.data);
          cursor = body.nextCursor;
          pages++;
        } while (cursor !== null && pages <= all);
        expect(seen.length, `${path} by ${limit}`).toBe(all);
        expect(seen, `${path} by ${limit}`).toEqual(whole.data);
        expect(pages, `${path} by ${limit}`).toBe(Math.ceil(all / limit));
      }
      if (id !== 'timestamp') expect(new Set(whole.data.map((row) => row[id])).size, path).toBe(all);
    }
  });

  it('of imports or models has summaries: no columns, first rows, leaderboards or logs', async () => {
    const imports = (await page(`${project}/imports`, {})).body.data;
    for (const row of imports) importSummarySchema.strict().parse(row);
    const models = (await page(`${project}/models`, {})).body.data;
    for (const row of models) modelSummarySchema.strict().parse(row);
  });

  it('of 20 without a limit', async () => {
    for (const { path } of lists()) expect((await page(path, {})).body.data.length, path).toBe(20);
  });

  it('takes no cursor that was made up, changed, or given by another list or tenant', async () => {
    const other = await newTenant(api);
    const [first] = lists();
    for (const { path } of lists()) {
      const { nextCursor } = (await page(path, { limit: 1 })).body;
      const foreign = lists().find((list) => list.path !== path) ?? first!;
      const changed = `${nextCursor!.slice(0, -2)}${nextCursor!.endsWith('A') ? 'B' : 'A'}A`;
      const madeUp = Buffer.from(JSON.stringify(['x', '1'])).toString('base64url');
      for (const cursor of [
        changed,
        madeUp,
        'x',
        '{}',
        nextCursor!.slice(4),
        (await page(foreign.path, { limit: 1 })).body.nextCursor!,
      ]) {
        const { status, body } = await page(path, { cursor });
        expect({ path, cursor, status, code: body.code }).toEqual({ path, cursor, status: 422, code: 'invalid-input' });
      }
    }
    const { nextCursor } = (await page('/v1/projects', { limit: 1 })).body;
    const theirs = await call(api, 'GET', `/v1/projects?cursor=${nextCursor}`, { key: other.key });
    expect(theirs.status).toBe(422);
  });

  it('of recommendations goes on where the page before ended', async () => {
    const ask = (json: unknown) =>
      call<{ items: { itemId: string }[]; nextCursor: string | null }>(api, 'POST', `${project}/recommendations`, {
        key: tenant.key,
        json,
      });
    const whole = (await ask({ n: 5 })).body.items.map((item) => item.itemId);
    expect(whole).toHaveLength(5);
    const one = (await ask({ n: 2 })).body;
    const two = (await ask({ n: 2, cursor: one.nextCursor })).body;
    expect([...one.items, ...two.items].map((item) => item.itemId)).toEqual(whole.slice(0, 4));
    expect((await ask({ n: 2, cursor: 'forged' })).status).toBe(422);
    expect((await ask({ n: 2, cursor: (await page('/v1/projects', { limit: 1 })).body.nextCursor })).status).toBe(422);
  });
});
