import { createdKeySchema, keySchema } from '@curio/contracts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { call, newTenant, type Reply, type Tenant } from './client.ts';
import { readDocument, requestOf, routesOf } from './routes.ts';
import { startApi, studio, type TestApi } from './start-api.ts';

let api: TestApi;
let replica: TestApi;
let tenant: Tenant;
beforeAll(async () => {
  api = await startApi({ env: { CURIO_RATE_LIMIT: '100000' } });
  replica = await startApi({ replicaOf: api, env: { CURIO_RATE_LIMIT: '100000' } });
  tenant = await newTenant(api);
});
afterAll(async () => {
  await replica.stop();
  await api.stop();
});

const make = (input: Record<string, unknown>) =>
  call<{ id: string; key: string }>(api, 'POST', '/v1/keys', {
    key: tenant.key,
    json: { name: 'test', scopes: ['recommend'], ...input },
  });
const made = async (input: Record<string, unknown>) => {
  const answer = await make(input);
  if (answer.status !== 201) throw new Error(`key: ${answer.status} ${answer.text}`);
  return createdKeySchema.parse(answer.body);
};
const recommend = (on: TestApi, key: string, headers: Record<string, string> = {}) =>
  call(on, 'POST', `/v1/projects/${tenant.projectId}/recommendations`, { key, headers, json: { n: 1 } });

/** Asks until the key is refused; how long after `since` it was still taken. */
async function lastTaken(on: TestApi, key: string, since: number): Promise<number> {
  let last = since;
  await vi.waitUntil(
    async () => {
      const asked = Date.now();
      const { status } = await recommend(on, key);
      if (status === 200) last = asked;
      return status === 401;
    },
    { timeout: 15_000, interval: 10 },
  );
  return last - since;
}

describe('a key', () => {
  it('is refused within a second of being revoked or rotated out, on every process', async () => {
    const revoked = await made({});
    const rotated = await made({});
    for (const key of [revoked, rotated])
      for (const on of [api, replica]) expect((await recommend(on, key.key)).status).toBe(200);
    const since = Date.now();
    const rotation = await call(api, 'POST', `/v1/keys/${rotated.id}/rotate`, {
      key: tenant.key,
      json: { overlapSeconds: 0 },
    });
    expect(rotation.status).toBe(201);
    expect((await call(api, 'DELETE', `/v1/keys/${revoked.id}`, { key: tenant.key })).status).toBe(204);
    const late = await Promise.all(
      [revoked, rotated].flatMap(({ key }) => [api, replica].map((on) => lastTaken(on, key, since))),
    );
    for (const ms of late) expect(ms).toBeLessThan(1_000);
    expect((await recommend(replica, createdKeySchema.parse(rotation.body).key)).status).toBe(200);
  });

  it('is refused by the process that revoked it or rotated it out, from its answer on', async () => {
    for (let round = 0; round < 20; round++) {
      const [revoked, rotated] = [await made({}), await made({})];
      // Also while the key is being read.
      const before = [revoked, rotated].flatMap(({ key }) => [recommend(api, key), recommend(api, key)]);
      if (round % 2) await Promise.all(before);
      await call(api, 'DELETE', `/v1/keys/${revoked.id}`, { key: tenant.key });
      await call(api, 'POST', `/v1/keys/${rotated.id}/rotate`, { key: tenant.key, json: { overlapSeconds: 0 } });
      for (const { key } of [revoked, rotated]) expect((await recommend(api, key)).status).toBe(401);
      await Promise.all(before);
      for (const { key } of [revoked, rotated]) expect((await recommend(api, key)).status).toBe(401);
    }
  });

  it('is refused once it expires, which must be later than now', async () => {
    const key = await made({ expiresAt: new Date(Date.now() + 1_500).toISOString() });
    for (const on of [api, replica]) expect((await recommend(on, key.key)).status).toBe(200);
    for (const on of [api, replica]) expect(await lastTaken(on, key.key, Date.parse(key.expiresAt!))).toBeLessThan(1);
    const expired = await make({ expiresAt: '2020-01-01T00:00:00Z' });
    expect(expired.body).toMatchObject({ status: 422, errors: [{ pointer: '/expiresAt' }] });
    expect((await make({ expiresAt: 'tomorrow' })).body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/expiresAt' }],
    });
  });

  it('shows its limits in the list of keys', async () => {
    const { key, ...shown } = await made({
      rateLimit: { limit: 9, windowSeconds: 30 },
      origins: ['https://a.example'],
    });
    const list = await call<{ data: unknown[] }>(api, 'GET', '/v1/keys?limit=100', { key: tenant.key });
    const row = list.body.data.map((one) => keySchema.parse(one)).find(({ id }) => id === shown.id);
    expect(row).toEqual(shown);
    expect(row).toMatchObject({ rateLimit: { limit: 9, windowSeconds: 30 }, origins: ['https://a.example'] });
    expect(list.text).not.toContain(key);
  });

  it('that is unknown cannot be rotated', async () => {
    const answer = await call(api, 'POST', '/v1/keys/key_none/rotate', { key: tenant.key, json: {} });
    expect(answer.body).toMatchObject({ status: 404, code: 'not-found' });
  });
});

describe('a rate limit', () => {
  const policyOf = ({ headers }: Reply) => headers.get('ratelimit-policy');

  it('of a key passes as many requests in all processes together, then asks to wait', async () => {
    const { key } = await made({ rateLimit: 20 });
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => recommend(i % 2 ? api : replica, key)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(40);
    for (const { body, headers } of refused) {
      expect(body).toMatchObject({ code: 'rate-limited', requestId: headers.get('x-request-id') });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
      expect(headers.get('ratelimit')).toMatch(/^"default";r=0;t=\d+$/);
    }
    for (const answer of answers) expect(policyOf(answer)).toBe('"default";q=20;w=60');
  });

  it('of a key begins again after its window', async () => {
    const { key } = await made({ rateLimit: { limit: 1, windowSeconds: 1 } });
    expect((await recommend(api, key)).status).toBe(200);
    await vi.waitFor(async () => expect((await recommend(replica, key)).status).toBe(200), {
      timeout: 10_000,
      interval: 100,
    });
  });

  it('is shared by a key and the one that replaces it', async () => {
    const old = await made({ rateLimit: 2 });
    const rotated = createdKeySchema.parse(
      (await call(api, 'POST', `/v1/keys/${old.id}/rotate`, { key: tenant.key, json: {} })).body,
    );
    expect((await recommend(api, rotated.key)).status).toBe(200);
    await vi.waitFor(async () => expect((await recommend(api, old.key)).status).toBe(429), { interval: 400 });
    expect((await recommend(api, rotated.key)).status).toBe(429);
  });

  it('holds by default for every other key and account', async () => {
    const { key } = await made({});
    for (const answer of [await recommend(api, key), await call(api, 'GET', '/v1/me', { cookie: tenant.cookie })]) {
      expect(policyOf(answer)).toBe('"default";q=100000;w=60');
      expect(answer.headers.get('ratelimit')).toMatch(/^"default";r=\d+;t=(60|[1-5]?\d)$/);
    }
  });

  it('holds on every route of the document', async () => {
    const { key } = await made({ scopes: ['admin'], rateLimit: 1 });
    const use = () => recommend(api, key);
    expect([(await use()).status, (await use()).status]).toEqual([200, 429]);
    for (const route of routesOf(await readDocument(api))) {
      const { path, ...sent } = requestOf(route, { projectId: tenant.projectId });
      const answer = await call(api, route.method, path, { ...sent, key });
      expect([answer.status, answer.body.code], `${route.method} ${route.path}`).toEqual([429, 'rate-limited']);
    }
  });

  it('is refused where it is out of range', async () => {
    for (const rateLimit of [0, 1.5, 'many', { limit: 5, windowSeconds: 0 }, { windowSeconds: 5 }])
      expect((await make({ rateLimit })).body, JSON.stringify(rateLimit)).toMatchObject({ status: 422 });
  });
});

describe('a publishable key', () => {
  const shop = 'https://shop.example';
  const preflight = (origin: string, path = `/v1/projects/${tenant.projectId}/recommendations`) =>
    call(api, 'OPTIONS', path, {
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-api-key',
      },
    });
  const allowed = ({ headers }: Reply) => headers.get('access-control-allow-origin');

  it('works in pages of its origins and in no others', async () => {
    const { key } = await made({ scopes: ['recommend', 'events:write'], origins: [shop, 'http://localhost:5173'] });
    for (const origin of [shop, 'http://localhost:5173']) {
      await vi.waitFor(async () => expect(allowed(await preflight(origin))).toBe(origin), { timeout: 10_000 });
      const asked = await preflight(origin);
      expect(asked.status).toBe(204);
      expect(asked.headers.get('access-control-allow-headers')).toContain('x-api-key');
      expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
      const answer = await recommend(api, key, { origin });
      expect([answer.status, allowed(answer)]).toEqual([200, origin]);
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
      expect(answer.headers.get('access-control-expose-headers')).toMatch(/ratelimit/);
      expect(answer.headers.get('vary')).toMatch(/origin/i);
      // A page can read why it was refused.
      const refused = await call(api, 'GET', `/v1/projects/${tenant.projectId}/items`, { key, headers: { origin } });
      expect([refused.status, allowed(refused)]).toEqual([403, origin]);
    }
    for (const origin of [
      'https://evil.example',
      'https://shop.example.evil.example',
      'http://shop.example',
      'null',
      studio,
    ]) {
      const answer = await recommend(api, key, { origin });
      expect(answer.body, origin).toMatchObject({ status: 403, code: 'forbidden' });
      expect(allowed(answer), origin).toBe(origin === studio ? studio : null);
    }
    expect(allowed(await preflight('https://evil.example'))).toBeNull();
    expect((await recommend(api, key)).status).toBe(200);
  });

  it('does not open the answers to other keys, or to sessions, to its pages', async () => {
    await made({ origins: [shop] });
    for (const sent of [{ key: tenant.key }, { cookie: tenant.cookie }]) {
      const answer = await call(api, 'GET', '/v1/me', { ...sent, headers: { origin: shop } });
      expect(allowed(answer)).toBeNull();
    }
  });

  it('may have the scopes of pages only, and exact origins', async () => {
    for (const scopes of [['admin'], ['recommend', 'users:read'], ['catalogue:read']])
      expect((await make({ scopes, origins: [shop] })).body, scopes.join()).toMatchObject({
        status: 422,
        errors: [{ pointer: '/scopes' }],
      });
    for (const origin of [
      '*',
      'shop.example',
      'https://shop.example/',
      'https://shop.example/a',
      'ftp://a.example',
      'null',
    ])
      expect((await make({ origins: [origin] })).body, origin).toMatchObject({
        status: 422,
        errors: [{ pointer: '/origins/0' }],
      });
    expect((await make({ origins: [] })).status).toBe(422);
  });
});

describe('usage', () => {
  it('counts recommendations, events and items, for accounts and keys of the whole workspace', async () => {
    const other = await newTenant(api);
    const of = (path: string) => `/v1/projects/${other.projectId}${path}`;
    await call(api, 'POST', of('/recommendations'), { key: other.key, json: { n: 1 } });
    await call(api, 'GET', of('/popular'), { key: other.key });
    const event = { userId: 'u', itemId: 'i', type: 'view' };
    await call(api, 'POST', of('/events'), { key: other.key, json: event });
    await call(api, 'POST', of('/events'), { key: other.key, json: { events: [event, { ...event, type: '' }] } });
    await call(api, 'PUT', of('/items/1'), { key: other.key, json: { title: 'One' } });
    await call(api, 'POST', of('/items:bulk'), { key: other.key, json: { items: [{ itemId: '2' }, { itemId: '3' }] } });
    await call(api, 'POST', '/v1/projects/prj_none/recommendations', { key: other.key, json: { n: 1 } });
    await api.services.usage.flush();
    for (const caller of [{ key: other.key }, { cookie: other.cookie }]) {
      const { body } = await call(api, 'GET', '/v1/usage', caller);
      expect(body.data).toMatchObject([{ projectId: other.projectId, recommendations: 2, events: 2, items: 3 }]);
      expect(body.month).toMatchObject({ recommendations: { used: 2, quota: null } });
    }
    for (const from of ['soon', '0000-01-01', '2026-13-01', '9999-12-31'])
      expect((await call(api, 'GET', `/v1/usage?from=${from}`, other)).body, from).toMatchObject({
        status: 422,
        errors: [{ pointer: '/from' }],
      });
  });

  it('above the quota is refused until the month ends, and other workspaces go on', async () => {
    const limited = await startApi({
      replicaOf: api,
      env: { CURIO_QUOTA_RECOMMENDATIONS: '3', CURIO_QUOTA_EVENTS: '2', CURIO_QUOTA_ITEMS: '1' },
    });
    const [one, two] = [await newTenant(limited), await newTenant(limited)];
    const ask = (who: Tenant) =>
      call(limited, 'POST', `/v1/projects/${who.projectId}/recommendations`, { key: who.key, json: { n: 1 } });
    const put = (id: string) =>
      call(limited, 'PUT', `/v1/projects/${one.projectId}/items/${id}`, { key: one.key, json: { title: 'x' } });
    for (let i = 0; i < 3; i++) expect((await ask(one)).status).toBe(200);
    const refused = await ask(one);
    expect(refused.body).toMatchObject({ status: 429, code: 'quota-exceeded' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(two)).status).toBe(200);
    const event = { userId: 'u', itemId: 'i', type: 'view' };
    const batch = await call(limited, 'POST', `/v1/projects/${two.projectId}/recommendations:batch`, {
      key: two.key,
      json: { queries: [{}, {}, {}] },
    });
    expect(batch.body.code).toBe('quota-exceeded');
    expect((await ask(two)).status).toBe(200);
    const three = await call(limited, 'POST', `/v1/projects/${one.projectId}/events`, {
      key: one.key,
      json: { events: [event, event, event] },
    });
    expect(three.body.code).toBe('quota-exceeded');
    expect([(await put('1')).status, (await put('2')).status]).toEqual([201, 429]);
    const usage = await call(limited, 'GET', '/v1/usage', { key: one.key });
    expect(usage.body.month).toMatchObject({ recommendations: { quota: 3 }, items: { quota: 1 } });
    await limited.stop();
  });
});
