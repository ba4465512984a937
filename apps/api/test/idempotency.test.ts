import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, newKey, newTenant, type Reply, type Sent, type Tenant } from './client.ts';
import { type Route, readDocument, requestOf, routesOf } from './routes.ts';
import { startApi, studio, type TestApi } from './start-api.ts';

let api: TestApi;
let tenant: Tenant;
let owner: pg.Client;
let routes: Route[];
beforeAll(async () => {
  api = await startApi();
  tenant = await newTenant(api);
  routes = routesOf(await readDocument(api));
  owner = new pg.Client({ connectionString: api.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

let keys = 0;
const newIdempotencyKey = () => `test-${keys++}`;
const send = (method: string, path: string, key: string, sent: Sent = {}) =>
  call(api, method, path, { key: tenant.key, ...sent, headers: { ...sent.headers, 'idempotency-key': key } });
const makeProject = (key: string, name = 'Once', sent: Sent = {}) =>
  send('POST', '/v1/projects', key, { ...sent, json: { name } });
const replayed = ({ headers }: Reply) => headers.get('idempotent-replayed') === 'true';
const countProjects = async (name: string) => {
  const { rows } = await owner.query('select from projects where name = $1', [name]);
  return rows.length;
};
const forget = (key: string) => owner.query('delete from idempotency_keys where key = $1', [key]);

describe('a request that is repeated with its Idempotency-Key', () => {
  it('has no further effect and gets the same answer, on every route that writes, or is refused with the key', async () => {
    const writes = routes.filter(({ method }) => method !== 'GET');
    expect(writes.length).toBeGreaterThan(15);
    for (const route of writes) {
      const name = `${route.method} ${route.path}`;
      const project = await call<{ id: string }>(api, 'POST', '/v1/projects', { ...tenant, json: { name: 'Each' } });
      const apiKey = await newKey(api, tenant.cookie, ['recommend']);
      const { path, ...sent } = requestOf(route, { projectId: project.body.id, keyId: apiKey.id });
      const key = newIdempotencyKey();
      const first = await send(route.method, path, key, sent);
      const second = await send(route.method, path, key, sent);
      if (first.status === 422 && /Idempotency-Key/.test(String(first.body.detail))) {
        expect(second.status, name).toBe(422);
        expect(route.operation.parameters?.map((parameter) => parameter.name) ?? [], name).not.toContain(
          'Idempotency-Key',
        );
        continue;
      }
      expect(first.status, name).toBeLessThan(500);
      expect([replayed(first), replayed(second)], name).toEqual([false, true]);
      expect([second.status, second.text], name).toEqual([first.status, first.text]);
      expect(second.headers.get('content-type'), name).toBe(first.headers.get('content-type'));
      expect(second.headers.get('x-request-id'), name).not.toBe(first.headers.get('x-request-id'));
      const declared = route.operation.parameters?.map((parameter) => parameter.name);
      expect(declared, name).toContain('Idempotency-Key');
    }
  });

  it('is done once, however many come at the same time', async () => {
    const key = newIdempotencyKey();
    const answers = await Promise.all(Array.from({ length: 50 }, () => makeProject(key, 'Fifty')));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers.filter(replayed)).toHaveLength(49);
    expect(await countProjects('Fifty')).toBe(1);
  });

  it('but another body, path or method is a conflict, also while the first is under way', async () => {
    const key = newIdempotencyKey();
    expect((await makeProject(key, 'Mine')).status).toBe(201);
    for (const other of [
      await makeProject(key, 'Other'),
      await send('POST', `/v1/projects/${tenant.projectId}/models/rollback`, key),
      await send('PATCH', `/v1/projects/${tenant.projectId}`, key, { json: { name: 'Mine' } }),
      await send('POST', '/v1/projects?a=1', key, { json: { name: 'Mine' } }),
    ]) {
      expect(other.body).toMatchObject({ status: 409, code: 'idempotency-conflict' });
      expect(replayed(other)).toBe(false);
    }
    await owner.query('update idempotency_keys set status = null where key = $1', [key]);
    expect((await makeProject(key, 'Other')).body.code).toBe('idempotency-conflict');
    expect(await countProjects('Other')).toBe(0);
  });

  it('by another key or account, or of another workspace, is another request', async () => {
    const key = newIdempotencyKey();
    const [other, mine] = [await newTenant(api), await newKey(api, tenant.cookie, ['admin'])];
    const callers: Sent[] = [
      { key: tenant.key },
      { key: mine.key },
      { key: other.key },
      { key: undefined, cookie: tenant.cookie },
    ];
    const made = [];
    for (const caller of callers)
      made.push(
        await call(api, 'POST', '/v1/projects', {
          ...caller,
          headers: { 'idempotency-key': key },
          json: { name: 'Callers' },
        }),
      );
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(4);
  });

  it('waits for the first one, and after a bounded time is asked to come again', async () => {
    const impatient = await startApi({ replicaOf: api, idempotencyWaitMs: 300 });
    const key = newIdempotencyKey();
    await makeProject(key, 'Waiting');
    await owner.query('update idempotency_keys set status = null where key = $1', [key]);
    const late = await call(impatient, 'POST', '/v1/projects', {
      key: tenant.key,
      headers: { 'idempotency-key': key },
      json: { name: 'Waiting' },
    });
    await impatient.stop();
    expect(late.body).toMatchObject({ status: 409, code: 'conflict' });
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
    const waiting = makeProject(key, 'Waiting');
    await forget(key);
    expect(replayed(await waiting)).toBe(false);
    expect(await countProjects('Waiting')).toBe(2);
  });

  it('acts where the process of the first one was killed before it answered, or after 24 hours', async () => {
    for (const [name, lost] of [
      ['Killed', `status = null, locked_until = now() - interval '1 second'`],
      ['Yesterday', `created_at = now() - interval '25 hours'`],
    ] as const) {
      const key = newIdempotencyKey();
      await makeProject(key, name);
      await owner.query(`update idempotency_keys set ${lost} where key = $1`, [key]);
      const again = await makeProject(key, name);
      expect([again.status, replayed(again)], name).toEqual([201, false]);
      expect(replayed(await makeProject(key, name)), name).toBe(true);
      expect(await countProjects(name)).toBe(2);
    }
  });
});

describe('an answer', () => {
  it('of a server error is not kept', async () => {
    const key = newIdempotencyKey();
    // As by a restart of Postgres in the middle of the request.
    await owner.query(`
      create function cut_off() returns trigger language plpgsql as $$
        begin raise exception using errcode = '57P01'; end $$;
      create trigger cut_off before insert on webhook_endpoints execute function cut_off()`);
    const path = `/v1/projects/${tenant.projectId}/webhooks`;
    const json = { url: 'https://example.com/hook', events: ['model.ready'] };
    // Without `call`, which takes no server error.
    const { status } = await fetch(api.url + path, {
      method: 'POST',
      headers: { 'x-api-key': tenant.key, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(json),
    });
    expect(status).toBe(503);
    await owner.query('drop function cut_off() cascade');
    const again = await send('POST', path, key, { json });
    expect([again.status, replayed(again)]).toEqual([201, false]);
    expect(replayed(await send('POST', path, key, { json }))).toBe(true);
  });

  it('of a refusal is kept', async () => {
    const key = newIdempotencyKey();
    const [first, second] = [await makeProject(key, ''), await makeProject(key, '')];
    expect([first.status, replayed(first), second.status, replayed(second)]).toEqual([422, false, 422, true]);
  });

  it('with a new key is kept encrypted', async () => {
    const key = newIdempotencyKey();
    const make = () => send('POST', '/v1/keys', key, { json: { name: 'secret', scopes: ['recommend'] } });
    const [first, second] = [await make(), await make()];
    expect(replayed(second)).toBe(true);
    expect(second.body.key).toBe(first.body.key);
    const { rows } = await owner.query<{ body: Buffer }>('select body from idempotency_keys where key = $1', [key]);
    const secret = String(first.body.key);
    expect(rows[0]?.body.length).toBeGreaterThan(100);
    expect(rows[0]?.body.includes(secret)).toBe(false);
    expect((await call(api, 'GET', '/v1/me', { key: secret })).status).toBe(200);
  });

  it('of more than a million characters is not kept, and the repeated request has no effect', async () => {
    const key = newIdempotencyKey();
    // Each is rejected with the name of its unknown field.
    const events = Array.from({ length: 10_000 }, () => ({
      userId: 'u',
      itemId: 'i',
      type: 'v',
      ['x'.repeat(200)]: 1,
    }));
    const path = `/v1/projects/${tenant.projectId}/events`;
    const first = await send('POST', path, key, { json: { events } });
    expect(first.status).toBe(202);
    expect(first.text.length).toBeGreaterThan(1 << 20);
    const second = await send('POST', path, key, { json: { events } });
    expect(second.body).toMatchObject({ status: 409, code: 'conflict', detail: expect.stringContaining('202') });
  });
});

describe('an Idempotency-Key', () => {
  it('that is malformed or too long is refused', async () => {
    for (const key of ['with blank', 'x'.repeat(256)])
      expect((await makeProject(key)).body, key.slice(0, 20)).toMatchObject({ status: 422, code: 'invalid-input' });
  });

  it('of a request that only reads, or of none, stores nothing', async () => {
    const before = await owner.query('select from idempotency_keys');
    await send('GET', '/v1/projects', newIdempotencyKey());
    await call(api, 'POST', '/v1/projects', { ...tenant, json: { name: 'Without' } });
    expect((await owner.query('select from idempotency_keys')).rowCount).toBe(before.rowCount);
  });

  it('of a request without a valid key or session stores nothing', async () => {
    const before = await owner.query('select from idempotency_keys');
    const answer = await call(api, 'POST', '/v1/projects', {
      headers: { origin: studio, 'idempotency-key': newIdempotencyKey() },
      json: { name: 'Nobody' },
    });
    expect(answer.status).toBe(401);
    expect((await owner.query('select from idempotency_keys')).rowCount).toBe(before.rowCount);
  });
});
