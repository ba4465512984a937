/** Starts the whole product on free ports: API, worker and the built studio, with its own database. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildStudio, NEXT, STUDIO } from '../scripts/build/studio.ts';
import { ROOT } from '../scripts/process/run-program.ts';
import { createTestDatabase } from './database.ts';

export interface Stack {
  studioUrl: string;
  apiUrl: string;
  /** Suspends the worker, so that what is queued stays queued. */
  pauseWorker(): void;
  resumeWorker(): void;
  stop(): Promise<void>;
}

/** Builds the studio if its sources changed since the last build. Throws with the output of the process that failed. */
export async function startStack(): Promise<Stack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'curio-studio-'));
  const [database, apiPort, studioPort] = await Promise.all([createTestDatabase(), freePort(), freePort()]);
  const apiUrl = `http://localhost:${apiPort}`;
  const studioUrl = `http://localhost:${studioPort}`;
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: database.appUrl,
    CURIO_SECRET: 'studio-test-'.repeat(4),
    CURIO_DATA_DIR: dataDir,
    CURIO_API_PORT: String(apiPort),
    CURIO_API_URL: apiUrl,
    CURIO_STUDIO_URL: studioUrl,
    CURIO_WEBHOOKS_ALLOW_PRIVATE: 'true',
  };
  const running: ChildProcess[] = [];
  const run = (args: string[], cwd = ROOT) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(child);
    return child;
  };
  await buildStudio();
  const worker = run([join(ROOT, 'apps/worker/src/worker.ts')]);
  await Promise.all([
    waitForHttp(run([join(ROOT, 'apps/api/src/server.ts')]), `${apiUrl}/health/ready`),
    waitForOutput(worker, 'worker ready'),
    waitForHttp(run([NEXT, 'start', '--port', String(studioPort)], STUDIO), `${studioUrl}/sign-in`),
  ]);
  return {
    studioUrl,
    apiUrl,
    pauseWorker: () => worker.kill('SIGSTOP'),
    resumeWorker: () => worker.kill('SIGCONT'),
    stop: async () => {
      worker.kill('SIGCONT');
      await Promise.all(running.map(stopProcess));
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Collects the process's output for errors; reading the pipes keeps the process from blocking. */
function collectOutput(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => (text += bytes));
  return () => text.slice(-4000);
}

async function waitForHttp(child: ChildProcess, url: string): Promise<void> {
  const output = collectOutput(child);
  while (child.exitCode === null) {
    const status = await fetch(url, { signal: AbortSignal.timeout(5000) }).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    await sleep(50);
  }
  throw new Error(`a process ended before ${url} responded:\n${output()}`);
}

async function waitForOutput(child: ChildProcess, phrase: string): Promise<void> {
  const output = collectOutput(child);
  while (child.exitCode === null) {
    if (output().includes(phrase)) return;
    await sleep(50);
  }
  throw new Error(`a process ended before it printed “${phrase}”:\n${output()}`);
}

function stopProcess(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const killTimer = setTimeout(() => child.kill('SIGKILL'), 8000);
    child.once('exit', () => {
      clearTimeout(killTimer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
