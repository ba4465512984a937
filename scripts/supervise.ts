/** Keeps processes running: each in its own group, its output in a log file, started again when it ends by itself. */
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findOnPath } from './find-on-path.ts';
import { signalGroup } from './process-identity.ts';
import { ROOT } from './run-program.ts';
import { StartError } from './settings.ts';

export interface Service {
  name: string;
  command: string;
  args: string[];
  cwd?: string;
  env: NodeJS.ProcessEnv;
  /** Resolves once it serves. `seen` waits for a line of its output; `stopped` ends the waiting. */
  ready: (waiting: { seen: (pattern: RegExp) => Promise<void>; stopped: AbortSignal }) => Promise<void>;
}

export interface Supervisor {
  /** Starts a service and resolves when it is ready; throws with its last words when it ends before that. */
  start(service: Service): Promise<void>;
  /** TERM to all, KILL after the time of grace (ten seconds). */
  stop(): Promise<void>;
  killNow(): void;
}

const STEADY_MS = 60_000;
const LOG_BYTES = 20_000_000;

export function createSupervisor(
  logDir: string,
  say: (line: string) => void,
  onChange: (pids: number[]) => void,
  graceMs = 10_000,
): Supervisor {
  const running = new Map<string, ChildProcess>();
  let stopping = false;
  mkdirSync(logDir, { recursive: true });

  function launch(service: Service): {
    child: ChildProcess;
    ended: Promise<string>;
    last: string[];
    seen: (pattern: RegExp) => Promise<void>;
  } {
    if (stopping) throw new StartError('Curio is stopping');
    const log = openLog(join(logDir, `${service.name}.log`));
    const setpriv = findOnPath('setpriv');
    const [command, args] = setpriv
      ? [setpriv, ['--pdeathsig', 'TERM', service.command, ...service.args]]
      : [service.command, service.args];
    const child = spawn(command, args, {
      cwd: service.cwd ?? ROOT,
      env: service.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const last: string[] = [];
    const watchers = new Set<(line: string) => void>();
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        log(line);
        last.push(line);
        if (last.length > 20) last.shift();
        for (const watcher of watchers) watcher(line);
      });
    }
    running.set(service.name, child);
    onChange(pids());
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
    }).then((how) => {
      // Whatever it had started must not outlive it.
      if (child.pid) signalGroup(child.pid, 'SIGKILL');
      running.delete(service.name);
      if (!stopping) onChange(pids());
      return how;
    });
    const seen = (pattern: RegExp) =>
      new Promise<void>((resolve) => {
        if (last.some((line) => pattern.test(line))) return resolve();
        watchers.add((line) => pattern.test(line) && resolve());
      });
    return { child, ended, last, seen };
  }

  const pids = () => [...running.values()].flatMap(({ pid }) => (pid ? [pid] : []));

  async function becomeReady(service: Service): Promise<{ ended: Promise<string>; failure?: string }> {
    const { ended, last, seen } = launch(service);
    const over = new AbortController();
    const failure = await Promise.race([
      service.ready({ seen, stopped: over.signal }).then(() => undefined),
      ended.then((how) => `${how}\n${last.join('\n')}`),
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
      say(
        `${service.name} ended (${how}); starting it again in ${pause / 1000} s. Its log: ${join(logDir, `${service.name}.log`)}`,
      );
      await new Promise((resolve) => setTimeout(resolve, pause));
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

/** Appends lines; a log that has grown large is moved aside when it is opened again. */
export function openLog(path: string): (line: string) => void {
  try {
    if (statSync(path).size > LOG_BYTES) renameSync(path, `${path}.1`);
  } catch {}
  return (line) => appendFileSync(path, `${line}\n`);
}
