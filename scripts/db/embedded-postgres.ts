/** A real PostgreSQL from an npm package: creates its cluster once, starts it in milliseconds, stops it cleanly. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { asPostgresUser, isRoot, POSTGRES_UID } from './as-postgres-user.ts';
import { type PostgresPrograms, packagedPrograms, reachablePrograms } from './find-programs.ts';
import { stopLeftovers } from './stop-leftovers.ts';

export interface EmbeddedPostgres {
  /** Superuser on the `postgres` database, over 127.0.0.1, password included. */
  adminUrl: string;
  pid: number;
  /** Resolves when the server has ended, by whatever cause. */
  exited: Promise<void>;
  /** Fast shutdown: open transactions are rolled back. Resolves when the process is gone. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Contains the cluster and its password; created when missing. */
  dataDir: string;
  /** 0 takes any free port. */
  port: number;
  log: (line: string) => void;
  /** postgresql.conf settings on top of ours. */
  settings?: Record<string, string>;
  /** The npm package's programs if not set. */
  programs?: PostgresPrograms;
}

export class PortTaken extends Error {
  readonly port: number;
  constructor(port: number) {
    super(`port ${port} is taken`);
    this.port = port;
  }
}

const SUPERUSER = 'curio';
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

/**
 * Starts the server, and creates its cluster when there is none. Processes and lock files that a kill -9 left are removed.
 * Throws PortTaken, or an Error with the last lines that PostgreSQL wrote.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const cluster = join(options.dataDir, 'cluster');
  mkdirSync(options.dataDir, { recursive: true });
  if (!existsSync(join(cluster, 'PG_VERSION'))) await createCluster(options, cluster);
  await stopLeftovers(cluster);
  const password = readFileSync(join(options.dataDir, 'password'), 'utf8');
  const port = options.port || (await freePort());
  const child = await launch(cluster, port, options);
  const exited = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    child.once('exit', () => resolve());
  });
  return {
    adminUrl: `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`,
    pid: child.pid as number,
    exited,
    stop: () => stopServer(child, exited),
  };
}

/** Runs initdb in another folder, then renames it: an interrupted initdb leaves no cluster. */
async function createCluster(options: PostgresOptions, cluster: string): Promise<void> {
  const { dataDir, log } = options;
  const unfinished = join(dataDir, 'unfinished');
  const passwordFile = join(dataDir, 'password');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(join(unfinished, 'cluster'), { recursive: true });
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  const passwordForInitdb = join(unfinished, 'password');
  writeFileSync(passwordForInitdb, readFileSync(passwordFile), { mode: 0o600 });
  if (isRoot) {
    for (const path of [unfinished, join(unfinished, 'cluster'), passwordForInitdb]) {
      chownSync(path, POSTGRES_UID, POSTGRES_UID);
    }
  }
  chmodSync(join(unfinished, 'cluster'), 0o700);
  const { initdb } = await findPrograms(options);
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--encoding=UTF8'];
  const access = [`--username=${SUPERUSER}`, `--pwfile=${passwordForInitdb}`, '--auth=scram-sha-256'];
  const { command, args, spawnOptions } = asPostgresUser(
    initdb,
    [`--pgdata=${join(unfinished, 'cluster')}`, ...locale, ...access],
    dataDir,
  );
  const child = spawn(command, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
  const lastLines = follow(child, log);
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? undefined : lastLines()));
  });
  if (failure !== undefined) throw new Error(`PostgreSQL could not create its files in ${dataDir}: ${failure}`);
  renameSync(join(unfinished, 'cluster'), cluster);
  rmSync(unfinished, { recursive: true, force: true });
}

async function findPrograms(options: PostgresOptions): Promise<PostgresPrograms> {
  const programs = options.programs ?? (await packagedPrograms());
  return isRoot ? reachablePrograms(programs) : programs;
}

async function launch(cluster: string, port: number, options: PostgresOptions): Promise<ChildProcess> {
  const settings = { ...SETTINGS, ...options.settings, port: String(port) };
  const { postgres } = await findPrograms(options);
  const { command, args, spawnOptions } = asPostgresUser(
    postgres,
    ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    options.dataDir,
  );
  // A separate process group: Ctrl-C in the terminal must not stop it before the processes that still write to it.
  const child = spawn(command, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const lastLines = follow(child, options.log);
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => {
      if (/Address already in use/i.test(why)) return reject(new PortTaken(port));
      reject(new Error(`PostgreSQL did not start: ${why}`));
    };
    child.stderr?.on('data', (bytes: Buffer) => {
      if (bytes.includes('ready to accept connections')) resolve();
    });
    child.once('error', (error) => fail(error.message));
    child.once('close', () => fail(lastLines()));
  });
  return child;
}

async function stopServer(child: ChildProcess, exited: Promise<void>): Promise<void> {
  // SIGINT rolls back and closes; SIGTERM would wait for clients. SIGQUIT ends immediately and recovers at the next start.
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const gone = await Promise.race([exited.then(() => true), wait(signal === 'SIGKILL' ? 60_000 : 8_000)]);
    if (gone) return;
  }
}

function follow(child: ChildProcess, log: (line: string) => void): () => string {
  const last: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      last.push(line);
      if (last.length > 8) last.shift();
      log(line);
    });
  }
  return () => last.join('\n') || 'it wrote no message';
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

const wait = (milliseconds: number) =>
  new Promise<false>((resolve) => {
    setTimeout(() => resolve(false), milliseconds).unref();
  });
