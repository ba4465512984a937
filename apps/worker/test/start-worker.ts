import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { TestCore } from '../../../packages/core/test/start-core.ts';

export interface TestWorker {
  child: ChildProcess;
  output(): string;
  /** SIGTERM by default; resolves with how it ended. */
  stop(signal?: NodeJS.Signals): Promise<number | string | null>;
}

/** A worker as in production: a separate process. */
export async function startWorker(core: Pick<TestCore, 'env'>, env: Record<string, string> = {}): Promise<TestWorker> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/worker.ts')], {
    env: {
      PATH: process.env.PATH,
      ...core.env,
      CURIO_LOG_LEVEL: 'info',
      CURIO_WEBHOOKS_ALLOW_PRIVATE: 'true',
      CURIO_TRAINING_THREADS: '1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => (output += bytes));
  const ended = new Promise<number | string | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ?? code)),
  );
  await vi.waitUntil(() => output.includes('worker ready') || child.exitCode !== null, { timeout: 30_000 });
  if (child.exitCode !== null) throw new Error(`the worker stopped: ${output}`);
  return {
    child,
    output: () => output,
    stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return ended;
    },
  };
}
