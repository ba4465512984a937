/** One process of `npm run dev`: its lines go to the terminal under its name, and it can be started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '../launcher/supervise.ts';
import { signalGroup } from '../process/process-identity.ts';
import { ROOT } from '../process/run-program.ts';

const GRACE_MS = 5_000;

export interface DevProcess {
  /** Ends it, where it runs, and starts it again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** `print` receives each line of its output. A process that ends by itself stays down until the next `restart`. */
export function startDevProcess(service: Service, print: (line: string) => void): DevProcess {
  let child = launch();

  function launch(): ChildProcess {
    const started = spawn(service.command, service.args, {
      cwd: service.cwd ?? ROOT,
      env: service.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [started.stdout, started.stderr]) createInterface({ input: stream }).on('line', print);
    started.once('error', (error) => print(error.message));
    started.once('exit', (code, signal) => {
      if (started === child) print(`ended (${signal ?? `exit code ${code}`}); starts again with the next change`);
    });
    return started;
  }

  async function end(): Promise<void> {
    const ending = child;
    const { pid } = ending;
    if (pid === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    ending.removeAllListeners('exit');
    const gone = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
    signalGroup(pid, 'SIGTERM');
    await Promise.race([gone, sleep(GRACE_MS, undefined, { ref: false })]);
    // Also ends what it had started, such as a training.
    signalGroup(pid, 'SIGKILL');
    await gone;
  }

  let turn = Promise.resolve();
  const inTurn = (act: () => Promise<void>) => {
    turn = turn.then(act);
    return turn;
  };
  return {
    restart: () =>
      inTurn(async () => {
        await end();
        child = launch();
      }),
    stop: () => inTurn(end),
  };
}
