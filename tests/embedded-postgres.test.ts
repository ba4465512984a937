import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, PortTaken, startPostgres } from '../scripts/db/embedded-postgres.ts';
import { packagedPrograms } from '../scripts/db/find-programs.ts';

let dataDir: string;
const running: EmbeddedPostgres[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'curio-postgres-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(port = 0): Promise<EmbeddedPostgres> {
  const server = await startPostgres({ dataDir, port, log: () => {} });
  running.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

describe('the embedded PostgreSQL', () => {
  it('has the same rows and password after a restart', async () => {
    const first = await start();
    await query(first.adminUrl, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start();
    expect(await query(second.adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect(new URL(second.adminUrl).password).toBe(new URL(first.adminUrl).password);
  });

  it('refuses a wrong password', async () => {
    const { adminUrl } = await start();
    const wrong = new URL(adminUrl);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  });

  it('stops while a client still holds a transaction open', async () => {
    const server = await start();
    const client = new pg.Client({ connectionString: server.adminUrl });
    client.on('error', () => {});
    await client.connect();
    await client.query('begin');
    await server.stop();
    await expect(query(server.adminUrl, 'select 1')).rejects.toThrow();
  });

  it('reports a taken port', async () => {
    const blocker = createServer();
    const port = await new Promise<number>((resolve) => {
      blocker.listen(0, '127.0.0.1', () => resolve((blocker.address() as { port: number }).port));
    });
    try {
      await expect(start(port)).rejects.toThrow(PortTaken);
    } finally {
      blocker.close();
    }
  });

  it.runIf(process.platform === 'linux')('recovers what was committed after kill -9 of the server', async () => {
    const first = await start();
    await query(first.adminUrl, 'create table kept as select 42 as answer');
    process.kill(first.pid, 'SIGKILL');
    const second = await start();
    expect(await query(second.adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it.runIf(process.platform === 'linux')('takes over after kill -9 of the process that started it', async () => {
    const starter = `import { startPostgres } from ${JSON.stringify(join(import.meta.dirname, '../scripts/db/embedded-postgres.ts'))};
      const { adminUrl } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, port: 0, log: () => {} });
      console.log(adminUrl);
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', starter], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [adminUrl] = (
      await new Promise<string>((resolve) => child.stdout.once('data', (bytes) => resolve(String(bytes))))
    ).split('\n');
    await query(adminUrl!, 'create table kept as select 42 as answer');
    child.kill('SIGKILL');
    await sleep(20);
    const second = await start();
    expect(await query(second.adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  // Only root runs PostgreSQL as another user, to whom such a folder is closed.
  it.runIf(process.getuid?.() === 0)('runs for root from a folder that is closed to other users', async () => {
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    const { initdb, postgres } = await packagedPrograms();
    const native = join(dataDir, 'native');
    cpSync(dirname(dirname(postgres)), native, { recursive: true, verbatimSymlinks: true });
    const programs = {
      initdb: join(native, 'bin', basename(initdb)),
      postgres: join(native, 'bin', basename(postgres)),
    };
    const server = await startPostgres({ dataDir: join(dataDir, 'data'), port: 0, log: () => {}, programs });
    running.push(server);
    await query(server.adminUrl, 'create table kept as select 42 as answer; checkpoint');
    expect(await query(server.adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });
});
