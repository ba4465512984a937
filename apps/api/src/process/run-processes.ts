import cluster, { type Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import type { ApiEnv } from '../env.ts';
import { serveMetrics } from '../metrics/serve-metrics.ts';
import { collectFromProcesses } from './cluster-metrics.ts';
import { drainMs } from './serve-api.ts';

/** A process that ran for this long and then ended is started again immediately. */
const steadyMs = 60_000;
const longestPauseMs = 30_000;

/**
 * Runs CURIO_API_PROCESSES processes that share the port. One that ends is started again, later with each failure. SIGTERM
 * stops all of them; SIGHUP replaces them one after another, each after its successor listens, so that no request fails.
 */
export function runProcesses(env: ApiEnv): void {
  const log = pino({ level: env.CURIO_LOG_LEVEL, base: { process: 'api' } });
  const slots = Array.from({ length: env.CURIO_API_PROCESSES }, (_, index) => index + 1);
  const metrics = collectFromProcesses();
  if (env.CURIO_METRICS_PORT !== undefined) {
    serveMetrics(metrics, { port: env.CURIO_METRICS_PORT, host: env.CURIO_API_HOST });
  }
  const running = new Map<number, Worker>();
  let stopping = false;
  let hasListened = false;

  function start(slot: number): Worker {
    const worker = cluster.fork();
    running.set(slot, worker);
    const startedAt = Date.now();
    worker.once('listening', () => {
      hasListened = true;
      failures.delete(slot);
    });
    worker.once('exit', (code, signal) => void restart(slot, worker, startedAt, signal ?? `exit code ${code}`));
    return worker;
  }

  const failures = new Map<number, number>();
  async function restart(slot: number, worker: Worker, startedAt: number, how: string): Promise<void> {
    // Replaced or stopped on purpose.
    if (stopping || running.get(slot) !== worker) return;
    // Nothing has listened yet: a wrong setting or a taken port, which the process has explained.
    if (!hasListened) return process.exit(1);
    const count = Date.now() - startedAt > steadyMs ? 0 : (failures.get(slot) ?? 0);
    failures.set(slot, count + 1);
    const pause = count === 0 ? 0 : Math.min(longestPauseMs, 250 * 2 ** (count - 1));
    log.error({ slot, how, pause }, 'api process ended; starting it again');
    await sleep(pause);
    if (!stopping && running.get(slot) === worker) start(slot);
  }

  let replacing: Promise<void> = Promise.resolve();
  process.on('SIGHUP', () => {
    replacing = replacing.then(() => replaceAll(slots, running, start, log));
  });
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void stopAll([...running.values()]).then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  for (const slot of slots) start(slot);
}

/** Starts a successor in each slot, waits until it listens, and stops its predecessor. */
async function replaceAll(
  slots: readonly number[],
  running: ReadonlyMap<number, Worker>,
  start: (slot: number) => Worker,
  log: Logger,
): Promise<void> {
  for (const slot of slots) {
    const before = running.get(slot);
    const after = start(slot);
    const listens = await Promise.race([
      new Promise<boolean>((resolve) => after.once('listening', () => resolve(true))),
      new Promise<boolean>((resolve) => after.once('exit', () => resolve(false))),
    ]);
    if (!listens) {
      log.error({ slot }, 'the successor of an api process ended before it listened; the others are kept');
      return;
    }
    if (before) await stopAll([before]);
    log.info({ slot }, 'api process replaced');
  }
}

/** SIGTERM, and SIGKILL to those that still run when their own limit has passed. */
async function stopAll(workers: readonly Worker[]): Promise<void> {
  const ended = workers.map((worker) =>
    worker.isDead() ? undefined : new Promise<void>((resolve) => worker.once('exit', () => resolve())),
  );
  for (const worker of workers) worker.process.kill('SIGTERM');
  const timer = setTimeout(() => {
    for (const worker of workers) worker.process.kill('SIGKILL');
  }, drainMs + 2_000);
  await Promise.all(ended);
  clearTimeout(timer);
}
