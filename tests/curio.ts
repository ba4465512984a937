/** A whole Curio for a test: what `npm start` runs, with separate ports and a separate data folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Demo } from '../scripts/demo/demo.ts';
import { ROOT } from '../scripts/process/run-program.ts';
import { readJson } from '../scripts/settings/secrets.ts';

export interface Ports {
  studio: number;
  api: number;
  postgres: number;
}

export interface RunningCurio {
  process: ChildProcess;
  /** Everything it has written so far. */
  output: () => string;
  studioUrl: string;
  apiUrl: string;
  demo: () => Demo;
  /** The exit code, once it has ended. */
  ended: Promise<number | null>;
}

export async function freePorts(): Promise<Ports> {
  const servers = [createServer(), createServer(), createServer()];
  const [studio, api, postgres] = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return { studio: studio!, api: api!, postgres: postgres! };
}

/** Starts it without waiting: `ready` resolves when it prints "Ready", and rejects when it ends before. */
export function launchCurio(
  dataDir: string,
  ports: Ports,
  env: NodeJS.ProcessEnv = {},
  [command, ...args]: [string, ...string[]] = [process.execPath, join(ROOT, 'scripts/launcher/start.ts')],
): RunningCurio & { ready: Promise<void> } {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: {
      ...process.env,
      CURIO_DATA_DIR: dataDir,
      CURIO_STUDIO_PORT: String(ports.studio),
      CURIO_API_PORT: String(ports.api),
      CURIO_PG_PORT: String(ports.postgres),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes: Buffer) => {
        output += bytes;
        if (/ Ready$/m.test(output)) resolve();
      });
    }
    ended.then((code) => reject(new Error(`Curio ended with ${code}:\n${output}`)));
  });
  ready.catch(() => {});
  return {
    process: child,
    output: () => output,
    studioUrl: `http://localhost:${ports.studio}`,
    apiUrl: `http://localhost:${ports.api}`,
    demo: () => readJson<Demo>(join(dataDir, 'demo.json'))!,
    ended,
    ready,
  };
}
