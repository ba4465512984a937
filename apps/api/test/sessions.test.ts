import { meSchema } from '@curio/contracts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { call, newKey, newTenant, type Tenant } from './client.ts';
import { startApi, studio, type TestApi } from './start-api.ts';

let api: TestApi;
let ada: Tenant;
beforeAll(async () => {
  api = await startApi();
  ada = await newTenant(api);
});
afterAll(() => api.stop());

describe('signing up', () => {
  it('creates a workspace that the account owns, and a session that can act immediately', async () => {
    const { status, body } = await call(api, 'GET', '/v1/me', { cookie: ada.cookie });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      workspace: { id: expect.stringMatching(/^wsp_/), name: "Ada's workspace" },
      account: { id: expect.stringMatching(/^acc_/), email: ada.email },
      role: 'owner',
      scopes: ['admin'],
    });
    const project = await call(api, 'POST', '/v1/projects', { cookie: ada.cookie, json: { name: 'By session' } });
    expect(project.status).toBe(201);
  });

  it('twice with one address, or with a short password, is refused', async () => {
    const signUp = (email: string, password: string) =>
      call(api, 'POST', '/api/auth/sign-up/email', {
        headers: { origin: studio },
        json: { name: 'Ada', email, password },
      });
    const twice = await signUp(ada.email, 'a long password');
    expect(twice.headers.get('content-type')).toBe('application/problem+json');
    expect(twice.body).toMatchObject({ status: 422, code: 'invalid-input', detail: expect.stringContaining('exists') });
    const short = await signUp('short@example.com', 'short');
    expect(short.body).toMatchObject({ code: 'invalid-input', detail: expect.stringContaining('short') });
    expect(short.body.requestId).toBe(short.headers.get('x-request-id'));
  });

  it('signing in again sees the same workspace; a wrong password does not; signing out ends the session', async () => {
    const signIn = (password: string) =>
      call(api, 'POST', '/api/auth/sign-in/email', {
        headers: { origin: studio },
        json: { email: ada.email, password },
      });
    expect((await signIn('a wrong password')).body).toMatchObject({ status: 401, code: 'sign-in-refused' });
    const again = await signIn('a long password');
    expect(again.status).toBe(200);
    const cookie = again.headers.getSetCookie()[0]!.split(';')[0]!;
    const me = await call(api, 'GET', '/v1/me', { cookie });
    expect(me.body).toEqual((await call(api, 'GET', '/v1/me', { cookie: ada.cookie })).body);
    await call(api, 'POST', '/api/auth/sign-out', { cookie, json: {} });
    expect((await call(api, 'GET', '/v1/me', { cookie })).status).toBe(401);
  });

  it('leaves no way to delete a workspace from under its data and its keys', async () => {
    const before = await call(api, 'GET', '/v1/me', { cookie: ada.cookie });
    const { id } = before.body.workspace as { id: string };
    const deleted = await call(api, 'POST', '/api/auth/organization/delete', {
      cookie: ada.cookie,
      headers: { origin: studio },
      json: { organizationId: id },
    });
    expect(deleted.status).toBe(404);
    expect((await call(api, 'GET', '/v1/me', { key: ada.key })).body.workspace).toMatchObject({ id });
  });

  it('explains the error where a name contains a NUL', async () => {
    const answer = await call(api, 'POST', '/api/auth/sign-up/email', {
      headers: { origin: studio },
      json: { name: 'A\0da', email: 'nul@example.com', password: 'a long password' },
    });
    expect(answer.body).toMatchObject({ status: 422, code: 'invalid-input' });
  });

  it('that was cut off before it made the workspace is finished when the person comes back', async () => {
    const cutOff = await newTenant(api);
    const me = () =>
      call(api, 'GET', '/v1/me', { cookie: cutOff.cookie }).then((answer) => meSchema.parse(answer.body));
    const { workspace } = await me();
    const owner = new pg.Client({ connectionString: api.database.ownerUrl });
    await owner.connect();
    await owner.query('delete from auth.organization where id = $1', [workspace.id]);
    await owner.end();
    const again = await me();
    expect(again).toMatchObject({ role: 'owner', workspace: { name: workspace.name } });
    expect(again.workspace.id).not.toBe(workspace.id);
  });

  it('gives a cookie that scripts of a page cannot read', async () => {
    const answer = await call(api, 'POST', '/api/auth/sign-in/email', {
      headers: { origin: studio },
      json: { email: ada.email, password: 'a long password' },
    });
    for (const cookie of answer.headers.getSetCookie()) expect(cookie).toMatch(/HttpOnly.*SameSite=Lax/i);
  });
});

describe('a session', () => {
  const make = (headers: Record<string, string>) =>
    call(api, 'POST', '/v1/projects', { headers: { cookie: ada.cookie, ...headers }, json: { name: 'Forged' } });

  it('changes things only from the pages of the studio', async () => {
    expect((await make({ origin: studio })).status).toBe(201);
    const elsewhere = ['https://evil.example', 'null', `${studio}.evil.example`, 'http://localhost:3998', ''];
    for (const origin of elsewhere) {
      const answer = await make({ origin });
      expect({ origin, status: answer.status, code: answer.body.code }).toEqual({
        origin,
        status: 403,
        code: 'forbidden',
      });
    }
    expect((await make({})).status).toBe(403);
    expect(
      (await call(api, 'DELETE', `/v1/projects/${ada.projectId}`, { headers: { cookie: ada.cookie } })).status,
    ).toBe(403);
  });

  it('reads without an origin, as a browser sends a link', async () => {
    expect((await call(api, 'GET', '/v1/projects', { headers: { cookie: ada.cookie } })).status).toBe(200);
  });

  it('of a removed member has no access', async () => {
    const bob = await newTenant(api);
    const me = await call<{ account: { id: string } }>(api, 'GET', '/v1/me', { cookie: bob.cookie });
    const owner = new pg.Client({ connectionString: api.database.ownerUrl });
    await owner.connect();
    await owner.query('delete from auth.member where "userId" = $1', [me.body.account.id]);
    await owner.end();
    expect((await call(api, 'GET', '/v1/projects', { cookie: bob.cookie })).status).toBe(403);
  });
});

describe('other origins', () => {
  const preflight = (origin: string) =>
    call(api, 'OPTIONS', '/v1/projects', {
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });

  it('the studio may read answers with credentials', async () => {
    const allowed = await preflight(studio);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(studio);
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true');
    // Headers that are read, and no other: a page must not send one that has no effect.
    expect(allowed.headers.get('access-control-allow-headers')).toBe(
      'content-type,x-api-key,idempotency-key,tus-resumable,upload-length,upload-metadata,upload-offset',
    );
    const answer = await call(api, 'GET', '/v1/projects', { cookie: ada.cookie });
    expect(answer.headers.get('access-control-allow-origin')).toBe(studio);
    expect(answer.headers.get('access-control-expose-headers')).toMatch(/x-request-id/i);
    expect(answer.headers.get('vary')).toMatch(/origin/i);
    for (const password of ['a long password', 'a wrong password']) {
      const signIn = await call(api, 'POST', '/api/auth/sign-in/email', {
        headers: { origin: studio },
        json: { email: ada.email, password },
      });
      expect(signIn.headers.get('access-control-allow-origin'), password).toBe(studio);
      expect(signIn.headers.get('access-control-allow-credentials'), password).toBe('true');
      expect(signIn.headers.get('x-request-id'), password).toMatch(/^req_/);
    }
  });

  it('no other page may', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost:39990']) {
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
      const answer = await call(api, 'GET', '/v1/me', { headers: { origin, cookie: ada.cookie } });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});

describe('every answer', () => {
  it('has its own request id, and headers that keep browsers from guessing and framing', async () => {
    const ids = new Set<string | null>();
    const paths = ['/health/live', '/health/ready', '/docs', '/openapi.json', '/v1/me', '/nothing', '/docs/errors'];
    for (const path of paths) {
      const { headers } = await call(api, 'GET', path, { headers: { 'x-request-id': 'mine' } });
      ids.add(headers.get('x-request-id'));
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('x-frame-options'), path).toBeTruthy();
      expect(headers.get('content-security-policy'), path).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
      expect(headers.get('strict-transport-security'), path).toMatch(/max-age=\d+/);
      expect(headers.get('x-powered-by'), path).toBeNull();
    }
    expect(ids.size).toBe(paths.length);
    for (const id of ids) expect(id).toMatch(/^req_/);
  });

  it('is logged under that id, with the actor', async () => {
    const { headers } = await call(api, 'GET', '/v1/projects?limit=3', { key: ada.key });
    const id = headers.get('x-request-id');
    const lines = api.logged.map((line) => JSON.parse(line)).filter((line) => line.requestId === id);
    expect(lines).toMatchObject([{ method: 'GET', path: '/v1/projects', status: 200, actor: ada.keyId }]);
  });
});

describe('an API key', () => {
  it('is refused within a second of being revoked, even while it is in constant use', async () => {
    const { id, key } = await newKey(api, ada.cookie, ['models:read']);
    expect((await call(api, 'GET', '/v1/projects', { key })).status).toBe(200);
    expect((await call(api, 'DELETE', `/v1/keys/${id}`, { cookie: ada.cookie })).status).toBe(204);
    const revoked = Date.now();
    let lastTaken = revoked;
    await vi.waitUntil(
      async () => {
        const asked = Date.now();
        const { status } = await call(api, 'GET', '/v1/projects', { key });
        if (status === 200) lastTaken = asked;
        return status === 401;
      },
      { timeout: 10_000, interval: 20 },
    );
    expect(lastTaken - revoked).toBeLessThan(1_000);
    expect((await call(api, 'DELETE', `/v1/keys/${id}`, { cookie: ada.cookie })).status).toBe(204);
    const { body } = await call<{ data: { id: string; revokedAt: string }[] }>(api, 'GET', '/v1/keys', {
      cookie: ada.cookie,
    });
    expect(body.data.find((row) => row.id === id)?.revokedAt).toMatch(/^20/);
  });

  it('is shown once, and neither stored nor logged in clear', async () => {
    const made = await newKey(api, ada.cookie, ['admin']);
    await call(api, 'GET', '/v1/projects', { key: made.key });
    await call(api, 'GET', `/v1/projects?key=${made.key}`, { key: `${made.key.slice(0, -1)}!` });
    const secret = made.key.slice('cur_live_'.length + 4);
    const list = await call(api, 'GET', '/v1/keys', { cookie: ada.cookie });
    expect(list.text).toContain(made.id);
    expect(list.text).not.toContain(secret);
    expect(api.logged.join('')).not.toContain(secret);
    expect(api.logged.join('')).not.toContain('a long password');
    expect(api.logged.join('')).not.toContain(ada.cookie.split('=')[1]);
    expect(await wholeDatabase()).toContain(made.id);
    expect(await wholeDatabase()).not.toContain(secret);
  });

  it('shows when it was last used', async () => {
    const { id, key } = await newKey(api, ada.cookie, ['recommend']);
    await call(api, 'GET', '/v1/me', { key });
    await api.keys.flushLastUsed();
    const { body } = await call<{ data: { id: string; lastUsedAt: string | null }[] }>(api, 'GET', '/v1/keys', {
      cookie: ada.cookie,
    });
    expect(Date.now() - Date.parse(body.data.find((row) => row.id === id)?.lastUsedAt ?? '')).toBeLessThan(60_000);
  });

  /** Every row of every table as text. */
  async function wholeDatabase(): Promise<string> {
    const owner = new pg.Client({ connectionString: api.database.ownerUrl });
    await owner.connect();
    const { rows: tables } = await owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname in ('public', 'auth', 'pgboss', 'partitions')`,
    );
    const parts = [];
    for (const { name } of tables)
      parts.push(JSON.stringify((await owner.query(`select t::text from ${name} t`)).rows));
    await owner.end();
    return parts.join('');
  }
});
