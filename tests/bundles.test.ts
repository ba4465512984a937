import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleApp, bundleStudio } from '../scripts/build/bundle.ts';
import { makeDemo } from '../scripts/demo/demo.ts';
import { readSettings } from '../scripts/settings/settings.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

let folder: string;
let database: TestDatabase;
let apiPort: number;
const running: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'curio-bundles-'));
  mkdirSync(join(folder, 'data'));
  [database, apiPort] = await Promise.all([createTestDatabase(), freePort()]);
  await Promise.all([bundleApp('api', join(folder, 'api')), bundleApp('worker', join(folder, 'worker'))]);
});
afterAll(async () => {
  await Promise.all(running.map((child) => ended(child, () => child.kill('SIGTERM'))));
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
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

const ended = (child: ChildProcess, act: () => void) =>
  new Promise<number | null>((resolve) => {
    if (child.exitCode !== null) return resolve(child.exitCode);
    child.once('exit', resolve);
    act();
  });

/** Runs one file of a bundle with Node alone: no TypeScript, no packages in the folders above it. */
function run(app: 'api' | 'worker' | 'studio', file: string, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--no-strip-types', file], {
    cwd: join(folder, app),
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      DATABASE_URL: database.appUrl,
      CURIO_SECRET: 'x'.repeat(40),
      CURIO_DATA_DIR: join(folder, 'data'),
      CURIO_API_PORT: String(apiPort),
      CURIO_API_URL: `http://localhost:${apiPort}`,
      CURIO_WEBHOOKS_ALLOW_PRIVATE: 'true',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  const seen = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => pattern.test(output) && resolve();
      child.stdout.on('data', look);
      child.once('exit', (code) => reject(new Error(`${app}/${file} ended with ${code}: ${output}`)));
      look();
    });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes));
  return { child, seen, output: () => output };
}

describe('the bundles', () => {
  it('contain no TypeScript', () => {
    for (const app of ['api', 'worker']) {
      const files = readdirSync(join(folder, app), { recursive: true, encoding: 'utf8' });
      expect(files.filter((name) => name.endsWith('.ts'))).toEqual([]);
    }
  });

  it('stop with a sentence where a setting is missing', async () => {
    const { child, output } = run('api', 'server.js', { CURIO_SECRET: '' });
    expect(await ended(child, () => {})).toBe(1);
    expect(output()).toMatch(/CURIO_SECRET/);
  });

  it('exit with 1 from the health check when no worker runs', async () => {
    expect(await ended(run('worker', 'health.js').child, () => {})).toBe(1);
  });

  it('migrate an up-to-date database without a change', async () => {
    const env = { DATABASE_URL: database.ownerUrl, CURIO_APP_PASSWORD: 'a'.repeat(20) };
    const { child, output } = run('api', 'migrate.js', env);
    expect(await ended(child, () => {})).toBe(0);
    expect(output()).toContain('0 migrations applied');
  });

  it('do the whole job: sign up, import, train in a child process with the kernels, recommend', async () => {
    const api = run('api', 'server.js');
    const worker = run('worker', 'worker.js');
    await Promise.all([api.seen(/api ready/), worker.seen(/worker ready/)]);
    expect(await ended(run('worker', 'health.js').child, () => {})).toBe(0);
    const settings = readSettings({ CURIO_API_PORT: String(apiPort), CURIO_DATA_DIR: join(folder, 'data') });
    const small = { books: 240, readers: 200, interactions: 5_000 };
    const demo = await makeDemo(settings, () => {}, new AbortController().signal, small);
    const response = await fetch(
      `http://localhost:${apiPort}/v1/projects/${demo.projectId}/users/00001/recommendations?n=5`,
      {
        headers: { 'x-api-key': demo.apiKey },
      },
    );
    const answer = (await response.json()) as { items: { itemId: string }[]; model: { version: number } };
    expect(answer.items).toHaveLength(5);
    expect(answer.model.version).toBe(1);
    const reference = await fetch(`http://localhost:${apiPort}/docs/swagger-ui-bundle.js`);
    expect(reference.status).toBe(200);
  }, 120_000);

  it('serve the studio with its styles, from a folder outside the repository', async () => {
    await bundleStudio(join(folder, 'studio'));
    const port = await freePort();
    const { seen } = run('studio', 'apps/studio/server.js', { PORT: String(port), HOSTNAME: '127.0.0.1' });
    await seen(/Ready/);
    const page = await fetch(`http://127.0.0.1:${port}/sign-in`);
    expect(page.status).toBe(200);
    const styles = /\/_next\/static\/[^"]+\.css/.exec(await page.text())?.[0];
    expect((await fetch(`http://127.0.0.1:${port}${styles}`)).status).toBe(200);
  }, 240_000);
});
