import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/database.ts';

let folder: string;
let database: TestDatabase;
const running = new Set<ChildProcess>();
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'curio-processes-'));
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const child of running) child.kill('SIGTERM');
  await vi.waitFor(() => expect(running.size).toBe(0), { timeout: 30_000 });
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

interface Api {
  url: string;
  child: ChildProcess;
  ended: Promise<number | null>;
  /** Lines of the log with this message. */
  lines(message: string): { process: string; [field: string]: unknown }[];
}

async function start(env: Record<string, string>): Promise<Api> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/server.ts')], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: database.appUrl,
      CURIO_SECRET: 'x'.repeat(40),
      CURIO_DATA_DIR: folder,
      CURIO_DB_POOL: '2',
      CURIO_API_PORT: String(port),
      CURIO_API_URL: url,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => (output += bytes));
  const ended = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  const lines = (message: string) =>
    output.split('\n').flatMap((line) => (line.includes(`"msg":"${message}"`) ? [JSON.parse(line)] : []));
  const count = Number(env.CURIO_API_PROCESSES ?? 1);
  const ready = vi.waitFor(() => expect(lines('api ready')).toHaveLength(count), { timeout: 60_000, interval: 50 });
  const code = await Promise.race([ready.then(() => undefined), ended]);
  if (code !== undefined) throw new Error(`The API ended with ${code}: ${output}`);
  return { url, child, ended, lines };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Requests one after another on each of a few connections that stay open, until `stop`; then what became of them. */
function putLoad(url: string) {
  const agent = new Agent({ keepAlive: true });
  const outcomes: string[] = [];
  let isRunning = true;
  const send = () =>
    new Promise<string>((resolve) => {
      const sent = request(`${url}/v1/projects`, { agent }, (response) => {
        response.resume().once('end', () => resolve(String(response.statusCode)));
        response.once('error', (error) => resolve(`cut off: ${error.message}`));
      });
      sent.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      sent.end();
    });
  const lanes = Array.from({ length: 8 }, async () => {
    while (isRunning) {
      outcomes.push(await send());
      if (outcomes.at(-1) !== '401') await sleep(20);
    }
  });
  return {
    outcomes,
    async stop() {
      isRunning = false;
      await Promise.all(lanes);
      agent.destroy();
      return [...new Set(outcomes)];
    },
  };
}

describe('one process', () => {
  it('that is stopped under load answers every request that it was sent, and ends', async () => {
    const api = await start({ CURIO_API_STOP_DELAY_SECONDS: '1' });
    const load = putLoad(api.url);
    await vi.waitFor(() => expect(load.outcomes.length).toBeGreaterThan(100));
    api.child.kill('SIGTERM');
    await vi.waitFor(async () => expect((await fetch(`${api.url}/health/ready`)).status).toBe(503), { interval: 20 });
    // Not ready, and yet alive and answering.
    const before = load.outcomes.length;
    expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
    await vi.waitFor(() => expect(load.outcomes.length).toBeGreaterThan(before));
    expect(await api.ended).toBe(0);
    expect((await load.stop()).filter((outcome) => !['401', 'ECONNREFUSED'].includes(outcome))).toEqual([]);
  });

  it('serves its measurements on their own port only', async () => {
    const port = await freePort();
    const api = await start({ CURIO_METRICS_PORT: String(port) });
    const metrics = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect([metrics.status, await metrics.text()]).toEqual([200, expect.stringContaining('process_cpu_seconds_total')]);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    expect((await fetch(`${api.url}/metrics`)).status).toBe(404);
  });
});

describe('several processes', () => {
  const pidsOf = (api: Api) => api.lines('api ready').map(({ pid }) => Number(pid));

  it('share a port, are replaced under load without a failed request, and each that ends is started again', async () => {
    const api = await start({ CURIO_API_PROCESSES: '2', CURIO_METRICS_OPEN: 'true' });
    expect(new Set(api.lines('api ready').map((line) => line.process)).size).toBe(2);
    const load = putLoad(api.url);
    await vi.waitFor(() => expect(load.outcomes.length).toBeGreaterThan(100));

    const first = pidsOf(api);
    api.child.kill('SIGHUP');
    await vi.waitFor(() => expect(api.lines('api process replaced').length).toBe(2), { timeout: 60_000 });
    expect(await load.stop()).toEqual(['401']);
    const second = pidsOf(api).filter((pid) => !first.includes(pid));
    expect(second).toHaveLength(2);

    process.kill(second[0] ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(pidsOf(api)).toHaveLength(5), { timeout: 60_000 });
    expect((await fetch(`${api.url}/health/ready`)).status).toBe(200);

    // Each over its own connection, so that both processes answer some.
    for (let i = 0; i < 20; i++) {
      const { status } = await fetch(`${api.url}/v1/nothing`, { headers: { connection: 'close' } });
      expect(status).toBe(401);
    }
    const text = await (await fetch(`${api.url}/metrics`)).text();
    const label = 'curio_http_request_duration_seconds_count{method="GET",route="unmatched",status="401"}';
    expect(text).toContain(`${label} 20`);
    api.child.kill('SIGTERM');
    expect(await api.ended).toBe(0);
  }, 120_000);

  it('end together with a sentence where none can start', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    const child = spawn(process.execPath, [join(import.meta.dirname, '../src/server.ts')], {
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: database.appUrl,
        CURIO_SECRET: 'x'.repeat(40),
        CURIO_DATA_DIR: folder,
        CURIO_API_HOST: '127.0.0.1',
        CURIO_API_PORT: String(port),
        CURIO_API_PROCESSES: '2',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (bytes: Buffer) => (errors += bytes));
    const code = await new Promise((resolve) => child.once('exit', resolve));
    taken.close();
    expect(code).toBe(1);
    expect(errors).toContain(`Port ${port} is taken. Set CURIO_API_PORT to another.`);
  }, 60_000);
});
