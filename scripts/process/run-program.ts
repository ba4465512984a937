/** Runs a program to its end and collects its output, so that the output of parallel runs does not mix. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { signalGroup } from './process-identity.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Finished {
  name: string;
  ok: boolean;
  output: string;
  seconds: number;
}

export interface ProgramOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Lets the program write to the terminal itself; `output` is then empty. */
  inherit?: boolean;
  /** Called with each line of its standard output. */
  onLine?: (line: string) => void;
  /** Aborting ends the program and every process that it started. */
  stopped?: AbortSignal;
}

export function runProgram(
  name: string,
  command: string,
  args: string[],
  options: ProgramOptions = {},
): Promise<Finished> {
  const started = performance.now();
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, {
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, ...options.env },
      stdio: options.inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      // A separate group where it may be aborted: builders start workers.
      detached: options.stopped !== undefined,
    });
    const stop = () => child.pid && signalGroup(child.pid, 'SIGKILL');
    options.stopped?.addEventListener('abort', stop);
    const finish = (ok: boolean) => {
      options.stopped?.removeEventListener('abort', stop);
      resolve({ name, ok, output: output.trim(), seconds: (performance.now() - started) / 1000 });
    };
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => (output += bytes));
    if (options.onLine && child.stdout) createInterface({ input: child.stdout }).on('line', options.onLine);
    child.once('error', (error) => {
      output += error.message;
      finish(false);
    });
    child.once('close', (code) => finish(code === 0));
  });
}
