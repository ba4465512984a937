import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { call, newTenant, type Tenant } from './client.ts';
import { startApi, studio, type TestApi } from './start-api.ts';

const bodyTimeoutMs = 400;
// Wide enough that a pause of a busy machine does not look like a slow sender.
const uploadRate = { minBytes: 64, windowMs: 2_000 };
let api: TestApi;
let tenant: Tenant;
let project: string;
beforeAll(async () => {
  api = await startApi({ bodyTimeoutMs, uploadRate });
  tenant = await newTenant(api);
  project = `/v1/projects/${tenant.projectId}`;
});
afterAll(() => api.stop());

interface Connection {
  /** Everything that was answered. */
  answer(): string;
  write(text: string): void;
  closed: Promise<void>;
  destroy(): void;
}

/** A request over a bare connection, which stays open where its body is not complete. */
function open(method: string, path: string, headers: Record<string, string>, body: string): Connection {
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const lines = Object.entries({ host: 'api', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
  return { answer: () => answer, write: (text) => void socket.write(text), closed, destroy: () => socket.destroy() };
}

const json = { 'content-type': 'application/json' };
const chunked = { ...json, 'transfer-encoding': 'chunked' };
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const withKey = () => ({ 'x-api-key': tenant.key });
const statusOf = ({ answer }: Connection) => /^HTTP\/1\.1 (\d+)/.exec(answer())?.[1];

describe('a body without a valid key', () => {
  it.each([
    ['no key', {}],
    ['an unknown key', { 'x-api-key': 'cur_live_00000000000000000000000000000000000000' }],
    ['a session that does not exist', { cookie: 'curio.session_token=nonsense.nonsense', origin: studio }],
  ])('and with %s is refused before it is read, and its connection is closed', async (_, headers) => {
    const paths = ['/v1/projects', `${project}/events`, `${project}/imports?kind=items`, `${project}/recommendations`];
    const unfinished = Array.from({ length: 90 }, (_, i) =>
      i % 2
        ? open('POST', paths[i % 4] ?? '', { ...chunked, ...headers }, chunk('{"name":"'))
        : open('POST', paths[i % 4] ?? '', { ...json, ...headers, 'content-length': '8000000' }, '{"name":"'),
    );
    await vi.waitFor(() => expect(new Set(unfinished.map(statusOf))).toEqual(new Set(['401'])), { timeout: 10_000 });
    await Promise.all(unfinished.map(({ closed }) => closed));
  });
});

describe('a body with a key', () => {
  it('larger than its route takes is refused before it is sent', async () => {
    const cases = [
      ['/v1/projects', 300 << 10, '256 KB'],
      [`${project}/recommendations`, 300 << 10, '256 KB'],
      [`${project}/events`, 9 << 20, '8 MB'],
      [`${project}/imports/imp_1/mapping`, 3 << 20, '2 MB'],
    ] as const;
    for (const [path, bytes, limit] of cases) {
      const method = path.endsWith('mapping') ? 'PUT' : 'POST';
      const request = open(method, path, { ...json, ...withKey(), 'content-length': String(bytes) }, '{');
      await request.closed;
      expect(request.answer(), path).toMatch(/^HTTP\/1\.1 413/);
      expect(request.answer(), path).toContain(limit);
    }
  });

  it('of unknown length is read as far as its limit', async () => {
    const request = open(
      'POST',
      '/v1/projects',
      { ...chunked, ...withKey() },
      chunk(`{"name":"${'x'.repeat(200_000)}`),
    );
    await sleep(50);
    expect(request.answer()).toBe('');
    request.write(chunk('x'.repeat(100_000)));
    await request.closed;
    expect(request.answer()).toMatch(/^HTTP\/1\.1 413/);
  });

  it('that stops arriving, or drips, is given up', async () => {
    const stopped = open('POST', '/v1/projects', { ...json, ...withKey(), 'content-length': '100' }, '{"name":');
    const dripping = open('POST', `${project}/events`, { ...chunked, ...withKey() }, chunk('{'));
    const drip = setInterval(() => dripping.write(chunk(' ')), 50);
    await Promise.all([stopped.closed, dripping.closed]);
    clearInterval(drip);
    for (const request of [stopped, dripping]) {
      expect(request.answer()).toMatch(/^HTTP\/1\.1 408/);
      expect(request.answer()).toContain('"code":"request-timeout"');
    }
  });

  it('of a request that takes none does not keep its connection', async () => {
    const requests = [
      open('GET', '/v1/projects', { ...withKey(), 'content-length': '1000000' }, 'x'),
      open('GET', '/health/live', { 'transfer-encoding': 'chunked' }, chunk('x')),
      open('DELETE', `${project}/webhooks/whk_1`, { ...withKey(), 'content-length': '1000000' }, 'x'),
      open('POST', '/nothing', { ...withKey(), 'content-length': '1000000' }, 'x'),
    ];
    await Promise.all(requests.map(({ closed }) => closed));
    expect(requests.map(statusOf)).toEqual(['200', '200', '404', '404']);
  });

  it('may be nested 32 levels deep and no deeper', async () => {
    const nested = (levels: number) => `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`;
    const post = (raw: string) => call(api, 'POST', '/v1/projects', { key: tenant.key, raw, headers: json });
    expect((await post(nested(32))).body.detail).not.toMatch(/nested/);
    expect((await post(nested(33))).body).toMatchObject({ status: 422, detail: expect.stringMatching(/32 levels/) });
    // Brackets within a text nest nothing.
    expect((await post(JSON.stringify({ name: `\\"${'['.repeat(100)}` }))).status).toBe(201);
  });

  it('with hundreds of thousands of errors is answered with the first hundred, and how many there are', async () => {
    const keys = Array.from({ length: 100_000 }, (_, i) => `"k${i}":1`);
    const answer = await call(api, 'POST', `${project}/events`, {
      key: tenant.key,
      raw: `{"userId":"u","itemId":"i","type":"view",${keys.join(',')}}`,
      headers: json,
    });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toHaveLength(100);
    expect(answer.body.detail).toMatch(/there are 99900 more/);
    expect(answer.text.length).toBeLessThan(20_000);
  });
});

describe('a body of an account', () => {
  const path = '/api/auth/sign-in/email';
  it('may have 64 KB and must arrive in time', async () => {
    const large = open('POST', path, { ...json, origin: studio, 'content-length': '70000' }, '{');
    const unknown = open('POST', path, { ...chunked, origin: studio }, chunk('x'.repeat(70_000)));
    const slow = open('POST', path, { ...json, origin: studio, 'content-length': '100' }, '{');
    await Promise.all([large.closed, unknown.closed, slow.closed]);
    expect([large, unknown, slow].map(statusOf)).toEqual(['413', '413', '408']);
  });

  it('with text that cannot be stored is refused', async () => {
    for (const name of ['a\0b', '\ud800', 'x\udc00', '\udc00\ud800']) {
      const answer = await call(api, 'POST', '/api/auth/sign-up/email', {
        headers: { origin: studio },
        json: { name, email: 'surrogate@example.com', password: 'a long password' },
      });
      expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    }
    const whole = await call(api, 'POST', '/api/auth/sign-up/email', {
      headers: { origin: studio, ...json },
      raw: '{"name":"\\ud83d\\ude00","email":"whole@example.com","password":"a long password"}',
    });
    expect(whole.status).toBe(200);
  });
});

describe('an upload', () => {
  const files = () => (existsSync(api.uploads) ? readdirSync(api.uploads) : []);
  const upload = (body: string) =>
    open(
      'POST',
      `${project}/imports?kind=items&filename=a.csv`,
      {
        ...withKey(),
        'content-type': 'text/csv',
        'transfer-encoding': 'chunked',
      },
      body,
    );

  it('may take longer than any other body while it arrives', async () => {
    const request = upload(chunk('id,title\n'));
    for (let i = 0; i < 12; i++) {
      await sleep(bodyTimeoutMs / 4);
      request.write(chunk(`${i},Title of item ${i}\n`.padEnd(60, ' x\n')));
    }
    request.write('0\r\n\r\n');
    await vi.waitFor(() => expect(request.answer()).toMatch(/^HTTP\/1\.1 201/), { timeout: 10_000 });
    request.destroy();
  });

  it('that stalls or is too slow is aborted and leaves no file', async () => {
    const before = files();
    const stopped = upload(chunk(`id,title\n${'1,One\n'.repeat(1000)}`));
    const dripping = upload(chunk('id,title\n'));
    const drip = setInterval(() => dripping.write(chunk('x')), 50);
    await Promise.all([stopped.closed, dripping.closed]);
    clearInterval(drip);
    for (const request of [stopped, dripping]) expect(request.answer()).toMatch(/^HTTP\/1\.1 408/);
    await vi.waitFor(() => expect(files()).toEqual(before));
  });
});

describe('an answer', () => {
  it('of the API is stored by no cache, and names its own address whatever Host the sender gives', async () => {
    for (const path of ['/v1/projects', '/v1/nothing', `${project}/models/1`]) {
      const answer = await call(api, 'GET', path, { key: tenant.key });
      expect(answer.headers.get('cache-control'), path).toBe('no-store');
    }
    const refused = await call(api, 'GET', '/v1/projects');
    expect(refused.headers.get('cache-control')).toBe('no-store');
    const request = open('GET', '/v1/projects', { host: 'evil.example', connection: 'close' }, '');
    await request.closed;
    expect(request.answer()).toContain('http://localhost:4000/docs/errors#unauthenticated');
    expect(request.answer()).not.toContain('evil.example');
  });
});
