/** `npm start` as its user meets it: the demo, a second start, taken ports, kill -9 of every process, Ctrl-C. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { identify, type ProcessIdentity } from '../scripts/process/process-identity.ts';
import { freePorts, launchCurio, type Ports, type RunningCurio } from './curio.ts';

let dataDir: string;
let ports: Ports;
let curio: RunningCurio;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'curio-start-'));
  ports = await freePorts();
  await start();
}, 240_000);
afterAll(async () => {
  curio?.process.kill('SIGTERM');
  await curio?.ended;
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

async function start(): Promise<void> {
  const launched = launchCurio(dataDir, ports);
  curio = launched;
  await launched.ready;
}

/** Sends the request of the printed curl line. */
async function askAsPrinted(): Promise<string[]> {
  const [, key, url] = /curl -s -H 'x-api-key: (\S+)' '(\S+)'/.exec(curio.output()) ?? [];
  const response = await fetch(url!, { headers: { 'x-api-key': key! } });
  expect(response.status).toBe(200);
  const { items } = (await response.json()) as { items: { itemId: string; source: string }[] };
  expect(items.every(({ source }) => source === 'personal')).toBe(true);
  return items.map(({ itemId }) => itemId);
}

const children = (): ProcessIdentity[] => JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')).children;
const postmaster = () => Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);

describe('npm start', () => {
  it('prints a login that works, and a curl line that answers with personal recommendations', async () => {
    expect(await askAsPrinted()).toHaveLength(5);
    const [, email, password] = /Login +(\S+) +(\S+)/.exec(curio.output())!;
    const signIn = await fetch(`${curio.apiUrl}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: curio.studioUrl },
      body: JSON.stringify({ email, password }),
    });
    expect(signIn.status).toBe(200);
    expect((await fetch(curio.studioUrl, { redirect: 'manual' })).status).toBeLessThan(400);
  });

  it('makes its secrets readable for their owner only', () => {
    for (const name of ['demo.json', 'secrets.json', 'postgres/password']) {
      expect(statSync(join(dataDir, name)).mode & 0o077).toBe(0);
    }
    expect(curio.demo()).toMatchObject({ studio: curio.studioUrl, api: curio.apiUrl, ready: true, ports });
  });

  it('refuses a second start in the same folder, and leaves the first running', async () => {
    const second = launchCurio(dataDir, await freePorts());
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(
      /^curio: Curio is already running here \(process \d+\)[^\n]*CURIO_DATA_DIR[^\n]*\n$/,
    );
    expect(await askAsPrinted()).toHaveLength(5);
  });

  it.each([
    ['studio', 'CURIO_STUDIO_PORT'],
    ['api', 'CURIO_API_PORT'],
    ['postgres', 'CURIO_PG_PORT'],
  ] as const)('names the variable where the port of the %s is taken', async (which, variable) => {
    const wanted = await freePorts();
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(wanted[which], resolve));
    const folder = mkdtempSync(join(tmpdir(), 'curio-blocked-'));
    try {
      const blocked = launchCurio(folder, wanted);
      expect(await blocked.ended).toBe(1);
      expect(blocked.output()).toBe(
        `curio: port ${wanted[which]} is taken: stop the program that uses it, or set ${variable} to a free port\n`,
      );
    } finally {
      blocker.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('reports an outside database that does not answer, without its password', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'curio-outside-'));
    const wanted = await freePorts();
    const DATABASE_URL = `postgres://me:hunter2@127.0.0.1:${wanted.postgres}/curio`;
    try {
      const failed = launchCurio(folder, wanted, { DATABASE_URL });
      expect(await failed.ended).toBe(1);
      expect(failed.output()).toMatch(/^curio: DATABASE_URL: /);
      expect(failed.output()).not.toContain('hunter2');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('restarts every killed process, PostgreSQL too, and nothing is lost', async () => {
    const before = await askAsPrinted();
    for (const { pid } of children()) process.kill(pid, 'SIGKILL');
    process.kill(postmaster(), 'SIGKILL');
    await vi.waitFor(
      () => {
        for (const name of ['api', 'worker', 'studio', 'postgres']) expect(curio.output()).toContain(`${name} is back`);
      },
      { timeout: 60_000, interval: 200 },
    );
    expect(await askAsPrinted()).toEqual(before);
  }, 90_000);

  it('recovers from kill -9 of itself: the same demo, nothing left of the old processes', async () => {
    const before = await askAsPrinted();
    const demo = curio.demo();
    const old = children();
    curio.process.kill('SIGKILL');
    await curio.ended;
    await start();
    expect(old.filter(({ pid, born }) => identify(pid)?.born === born)).toEqual([]);
    expect(curio.demo()).toEqual(demo);
    expect(await askAsPrinted()).toEqual(before);
  }, 90_000);

  it('stops everything with Ctrl-C and starts again with everything kept', async () => {
    const before = await askAsPrinted();
    const old = [...children(), identify(postmaster())!];
    curio.process.kill('SIGINT');
    expect(await curio.ended).toBe(0);
    expect(old.filter(({ pid, born }) => identify(pid)?.born === born)).toEqual([]);
    await start();
    expect(await askAsPrinted()).toEqual(before);
  }, 90_000);

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'ends when %s ends the npm that runs it',
    async (signal) => {
      curio.process.kill('SIGTERM');
      await curio.ended;
      const started = launchCurio(dataDir, ports, {}, ['npm', 'start', '--silent']);
      curio = started;
      await started.ready;
      const all = [...children(), identify(postmaster())!];
      started.process.kill(signal);
      await vi.waitFor(() => expect(all.filter(({ pid, born }) => identify(pid)?.born === born)).toEqual([]), {
        timeout: 30_000,
        interval: 100,
      });
    },
    90_000,
  );
});
