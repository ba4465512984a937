import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JobPayload } from '@curio/contracts';
import type { Logger } from 'pino';
import type { WorkerEnv } from './env.ts';

export type TrainingEnd = { kind: 'done' } | { kind: 'out-of-memory' } | { kind: 'crashed'; how: string };

export interface TrainingProcess {
  ended: Promise<TrainingEnd>;
  /** Asks it to stop, and ends it where it has not in time. */
  cancel(killAfterMs: number): void;
  kill(): void;
}

const entry = fileURLToPath(new URL('./train-process.ts', import.meta.url));
// The tail of what it printed is enough to tell how it died.
const tailChars = 8_000;

/** Starts the process that trains. It ends by itself when this one does, for its channel to us closes. */
export function startTraining(payload: JobPayload<'model.train'>, env: WorkerEnv, log: Logger): TrainingProcess {
  const child: ChildProcess = fork(entry, [JSON.stringify(payload)], {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    execArgv: [...process.execArgv, `--max-old-space-size=${env.CURIO_TRAINING_MEMORY_MB}`],
  });
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-tailChars);
  });

  const ended = new Promise<TrainingEnd>((resolve) => {
    child.on('error', (error) => resolve({ kind: 'crashed', how: error.message }));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve({ kind: 'done' });
      const memory = /heap out of memory|Array buffer allocation failed|Could not allocate memory/.test(tail);
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
