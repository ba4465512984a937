/** Keeps processes running: each in its own group, its output in a log file, restarted when it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { platform } from '../platform.ts';
import { findOnPath } from '../process/find-on-path.ts';
import { limitLogs, openLogFile } from '../process/log-files.ts';
import { signalGroup } from '../process/process-identity.ts';
import { ROOT } from '../process/run-program.ts';
import { StartError } from '../settings/settings.ts';

export interface Service {
  name: string;
  command: string;
  args: string[];
  cwd?: string;
  env: NodeJS.ProcessEnv;
  /** Resolves once it serves. `seen` waits for a line of its output; `stopped` aborts the wait. */
  ready: (waiting: { seen: (pattern: RegExp) => Promise<void>; stopped: AbortSignal }) => Promise<void>;
}

export interface Supervisor {
  /** Starts a service and resolves when it is ready; throws with the end of its log when it ends before that. */
  start(service: Service): Promise<void>;
  /** TERM to all, KILL to those that still run after `graceMs` (ten seconds). */
  stop(): Promise<void>;
  killNow(): void;
}

const STEADY_MS = 60_000;

export function createSupervisor(
  logDir: string,
  say: (line: string) => void,
  onChange: (pids: number[]) => void,
  graceMs = 10_000,
): Supervisor {
  const running = new Map<string, ChildProcess>();
  let stopping = false;
  const stopLimiting = limitLogs(logDir);

  function launch(service: Service): { ended: Promise<string>; tail: () => string } {
    if (stopping) throw new StartError('Curio is stopping');
    const log = openLogFile(logOf(service));
    const setpriv = platform.setpriv ? findOnPath('setpriv') : undefined;
    const [command, args] = setpriv
      ? [setpriv, ['--pdeathsig', 'TERM', service.command, ...service.args]]
      : [service.command, service.args];
    const child = spawn(command, args, {
      cwd: service.cwd ?? ROOT,
      env: service.env,
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
    });
    log.close();
    running.set(service.name, child);
    onChange(pids());
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
    }).then((how) => {
      // Processes that it started must not outlive it.
      if (child.pid) signalGroup(child.pid, 'SIGKILL');
      running.delete(service.name);
      if (!stopping) onChange(pids());
      return how;
    });
    return { ended, tail: log.tail };
  }

  const logOf = (service: Service) => join(logDir, `${service.name}.log`);
  const pids = () => [...running.values()].flatMap(({ pid }) => (pid ? [pid] : []));

  async function becomeReady(service: Service): Promise<{ ended: Promise<string>; failure?: string }> {
    const { ended, tail } = launch(service);
    const over = new AbortController();
    const seen = async (pattern: RegExp) => {
      while (!over.signal.aborted && !pattern.test(tail())) await sleep(50);
    };
    const failure = await Promise.race([
      service.ready({ seen, stopped: over.signal }).then(() => undefined),
      ended.then((how) => `${how}\n${tail().trim().split('\n').slice(-20).join('\n')}`),
    ]);
    over.abort();
    return { ended, failure };
  }

  async function keepRunning(service: Service, first: Promise<string>): Promise<void> {
    let ended = first;
    let since = Date.now();
    for (let failures = 0; ; ) {
      const how = await ended;
      if (stopping) return;
      failures = Date.now() - since > STEADY_MS ? 0 : failures + 1;
      const pause = Math.min(30_000, 250 * 2 ** Math.max(0, failures - 1));
      say(`${service.name} ended (${how}); starting it again in ${pause / 1000} s. Its log: ${logOf(service)}`);
      await sleep(pause);
      if (stopping) return;
      since = Date.now();
      const again = await becomeReady(service);
      ended = again.ended;
      if (!again.failure && !stopping) say(`${service.name} is back`);
    }
  }

  return {
    async start(service) {
      const { ended, failure } = await becomeReady(service);
      if (stopping) throw new StartError('Curio is stopping');
      if (failure !== undefined) throw new StartError(`${service.name} could not start: ${failure}`);
      void keepRunning(service, ended);
    },
    async stop() {
      stopping = true;
      stopLimiting();
      const children = [...running.values()];
      for (const { pid } of children) if (pid) signalGroup(pid, 'SIGTERM');
      const timer = setTimeout(() => {
        for (const { pid } of children) if (pid) signalGroup(pid, 'SIGKILL');
      }, graceMs);
      await Promise.all(
        children.map(
          (child) =>
            new Promise<void>((resolve) => {
              if (child.exitCode !== null || child.signalCode !== null) resolve();
              else child.once('exit', () => resolve());
            }),
        ),
      );
      clearTimeout(timer);
      for (const { pid } of children) if (pid) signalGroup(pid, 'SIGKILL');
    },
    killNow() {
      stopping = true;
      for (const pid of pids()) signalGroup(pid, 'SIGKILL');
    },
  };
}
