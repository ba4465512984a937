import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@curio/db/migrate';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/db/embedded-postgres.ts';

const studio = 'http://localhost:3999';
let dataDir: string;
let postgres: EmbeddedPostgres;
let api: ChildProcess;
let url: string;
let output = '';
let exited = false;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'curio-away-'));
  postgres = await startPostgres({ dataDir, port: 0, log: () => undefined });
  const [port, { appUrl }] = await Promise.all([
    freePort(),
    migrate(postgres.adminUrl, { appPassword: 'secret', appRole: 'away_app' }),
  ]);
  url = `http://127.0.0.1:${port}`;
  api = spawn(process.execPath, [join(import.meta.dirname, '../src/server.ts')], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: appUrl,
      CURIO_SECRET: 'x'.repeat(40),
      CURIO_DATA_DIR: join(dataDir, 'curio'),
      CURIO_API_PORT: String(port),
      CURIO_API_URL: url,
      CURIO_STUDIO_URL: studio,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [api.stdout, api.stderr]) stream?.on('data', (bytes: Buffer) => (output += bytes));
  api.once('exit', () => {
    exited = true;
  });
  await vi.waitFor(() => expect(output).toContain('api ready'), { timeout: 30_000 });
});
afterAll(async () => {
  const ended = new Promise((resolve) => api.once('exit', resolve));
  if (!exited) {
    api.kill('SIGTERM');
    await ended;
  }
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function ask(method: string, path: string, headers: Record<string, string>, json?: unknown) {
  const response = await fetch(url + path, {
    method,
    headers: { ...headers, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, body };
}

it('answers recommendations while Postgres is unavailable, 503 otherwise, loses no stored event, and recovers with it', async () => {
  const account = { name: 'Ada', email: 'ada@example.com', password: 'a long password' };
  const signedUp = await ask('POST', '/api/auth/sign-up/email', { origin: studio }, account);
  const session = { cookie: signedUp.headers.getSetCookie()[0]!.split(';')[0]!, origin: studio };
  const made = await ask('POST', '/v1/keys', session, { name: 'ci', scopes: ['admin'] });
  const key = { 'x-api-key': String(made.body.key) };
  const project = await ask('POST', '/v1/projects', key, { name: 'Films' });
  const events = `/v1/projects/${project.body.id}/events`;
  const event = (userId: string) => ({ userId, itemId: 'i', type: 'view', timestamp: '2026-01-01T00:00:00Z' });
  expect((await ask('POST', events, key, event('before'))).status).toBe(202);
  const limited = await ask('POST', '/v1/keys', session, { name: 'limited', scopes: ['recommend'], rateLimit: 5 });
  const recommend = (apiKey: unknown) =>
    ask(
      'POST',
      `/v1/projects/${project.body.id}/recommendations`,
      { 'x-api-key': String(apiKey) },
      { strategy: 'latest' },
    );
  for (const { body } of [made, limited]) expect((await recommend(body.key)).status).toBe(200);

  // Under load, so that connections break while they are in use; a 202 is a promise.
  const taken: string[] = [];
  const statuses = new Set<number>();
  let running = true;
  const load = Promise.all(
    Array.from({ length: 4 }, async (_, lane) => {
      for (let i = 0; running; i++) {
        const userId = `lane ${lane} event ${i}`;
        const { status, headers, body } = await ask('POST', events, key, event(userId));
        statuses.add(status);
        if (status === 500) throw new Error(output.split('\n').findLast((line) => line.includes('unexpected error')));
        if (status === 202) taken.push(userId);
        else
          expect({ status, after: headers.get('retry-after'), code: body.code }).toEqual({
            status: 503,
            after: '1',
            code: 'unavailable',
          });
      }
    }),
  );
  // Avoids an unhandled rejection: the failure of a lane surfaces at the end, where it is awaited.
  load.catch(() => undefined);

  try {
    await vi.waitFor(() => expect(taken.length).toBeGreaterThan(20), { timeout: 20_000 });
    const { port } = new URL(postgres.adminUrl);
    await postgres.stop();
    await vi.waitFor(() => expect(statuses).toContain(503));
    expect((await ask('GET', '/health/live', {})).status).toBe(200);
    expect(await ask('GET', '/health/ready', {})).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    const signIn = await ask('POST', '/api/auth/sign-in/email', { origin: studio }, account);
    expect(signIn).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    // For longer than a key counts without being read again.
    const answered = new Set<number>();
    for (const begun = Date.now(); Date.now() - begun < 3_000; ) answered.add((await recommend(made.body.key)).status);
    expect([...answered]).toEqual([200]);
    const ofLimited = [];
    for (let i = 0; i < 10; i++) ofLimited.push((await recommend(limited.body.key)).status);
    expect(ofLimited.slice(0, 4)).toEqual([200, 200, 200, 200]);
    expect(ofLimited.slice(5)).toEqual([429, 429, 429, 429, 429]);
    for (const caller of [key, session]) {
      const away = await ask('GET', '/v1/projects', caller);
      expect({ status: away.status, code: away.body.code, after: away.headers.get('retry-after') }).toEqual({
        status: 503,
        code: 'unavailable',
        after: '1',
      });
    }

    postgres = await startPostgres({ dataDir, port: Number(port), log: () => undefined });
    const before = taken.length;
    await vi.waitFor(() => expect(taken.length).toBeGreaterThan(before), { timeout: 5_000 });
  } finally {
    running = false;
  }
  await load;
  expect((await ask('GET', '/health/ready', {})).status).toBe(200);
  expect((await ask('GET', '/v1/me', session)).status).toBe(200);
  const { body } = await ask('GET', `/v1/projects/${project.body.id}`, key);
  const { users } = body.counts as { users: number };
  // What was answered 503 may have been written or not; what was answered 202 is there.
  expect(users).toBeGreaterThanOrEqual(taken.length + 1);
  expect(exited).toBe(false);
}, 60_000);
