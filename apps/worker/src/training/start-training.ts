import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { JobPayload } from '@curio/contracts';
import { type TracePosition, traceparentOf } from '@curio/core/platform/tracing/tracing';
import type { Logger } from 'pino';
import type { WorkerEnv } from '../config/env.ts';

export type TrainingEnd = { kind: 'done' } | { kind: 'out-of-memory' } | { kind: 'crashed'; how: string };

export interface TrainingProcess {
  ended: Promise<TrainingEnd>;
  /** Asks it to stop, and ends it where it has not in time. */
  cancel(killAfterMs: number): void;
  kill(): void;
}

const entry = fileURLToPath(new URL('./train-process.ts', import.meta.url));
// The end of its output is enough to find the cause of a crash.
const tailChars = 8_000;
const memoryCheckMs = 250;
const outOfMemory = /heap out of memory|array buffer allocation failed|could not allocate memory|more than the 4 GiB/i;

/**
 * Flags that keep the memory of a training's process close to its live data: a small young generation, and a separate
 * mapping for every large array, which glibc returns to the system when it is freed (elsewhere the variable has no
 * effect).
 */
export const trainingFlags = (memoryMb: number) => ({
  execArgv: [`--max-old-space-size=${memoryMb}`, '--max-semi-space-size=4'],
  env: { MALLOC_MMAP_THRESHOLD_: '1000000' },
});

/** Starts the process that trains. It ends by itself when this one does, for its channel to us closes. */
export function startTraining(
  payload: JobPayload<'model.train'>,
  env: WorkerEnv,
  log: Logger,
  position: TracePosition | undefined,
): TrainingProcess {
  const flags = trainingFlags(env.CURIO_TRAINING_MEMORY_MB);
  const inspect = env.CURIO_TRAINING_INSPECT_PORT ? [`--inspect=${env.CURIO_TRAINING_INSPECT_PORT}`] : [];
  const child: ChildProcess = fork(entry, [JSON.stringify(payload), position ? traceparentOf(position) : ''], {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    execArgv: [...process.execArgv.filter((flag) => !flag.startsWith('--inspect')), ...inspect, ...flags.execArgv],
    env: { ...process.env, ...flags.env },
  });
  // The flag above holds for JavaScript's own heap alone; arrays and kernels lie outside of it.
  let tooLarge = false;
  const checkingMemory = setInterval(async () => {
    const bytes = await residentBytes(child.pid);
    if (bytes <= env.CURIO_TRAINING_MEMORY_MB * 2 ** 20) return;
    tooLarge = true;
    child.kill('SIGKILL');
  }, memoryCheckMs);
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-tailChars);
  });

  const ended = new Promise<TrainingEnd>((resolve) => {
    child.on('error', (error) => {
      clearInterval(checkingMemory);
      resolve({ kind: 'crashed', how: error.message });
    });
    child.on('close', (code, signal) => {
      clearInterval(checkingMemory);
      if (code === 0) return resolve({ kind: 'done' });
      const memory = tooLarge || outOfMemory.test(tail);
      if (tail) log.error({ version: payload.version, code, signal, output: tail }, 'training process ended');
      resolve(memory ? { kind: 'out-of-memory' } : { kind: 'crashed', how: signal ?? `exit code ${code}` });
    });
  });

  return {
    ended,
    cancel(killAfterMs) {
      if (child.connected) child.send('cancel');
      setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref();
    },
    kill: () => child.kill('SIGKILL'),
  };
}

/** Resident memory of a process; 0 where the system does not report it (only Linux does) or the process has ended. */
async function residentBytes(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s*(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
}
