/** Where PostgreSQL's programs are: in an npm package, or in a copy of it that an unprivileged user can reach. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { platform } from '../platform.ts';

export interface PostgresPrograms {
  initdb: string;
  postgres: string;
}

/** Throws one sentence where npm has no PostgreSQL for this machine. */
export async function packagedPrograms(): Promise<PostgresPrograms> {
  try {
    if (!platform.postgres) throw new Error('no package');
    const { initdb, postgres } = await import(createRequire(import.meta.url).resolve(platform.postgres));
    return { initdb, postgres };
  } catch {
    throw new Error(
      `there is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer`,
    );
  }
}

/** Whether every user may walk down to `path`: each folder above it has its execute bit for others. */
export function reachableByAll(path: string): boolean {
  const parent = dirname(path);
  if (parent === path) return true;
  return (statSync(parent).mode & 0o001) !== 0 && reachableByAll(parent);
}

/**
 * The same programs where any user can run them; needed by root, whose PostgreSQL runs as an unprivileged user. The programs
 * look for each other with access(2), which ignores capabilities, so under a closed folder (mode 0700, such as root's home)
 * they have to be copied. The copy lies in a folder that only root can write to, named by its contents, and is made once.
 */
export function reachablePrograms(programs: PostgresPrograms): PostgresPrograms {
  if (reachableByAll(programs.postgres)) return programs;
  // <package>/native/{bin,lib,share}: the programs find their libraries and data relative to themselves.
  const native = resolve(dirname(programs.postgres), '..');
  const parent = cacheFolder();
  const copy = join(parent, `postgres-${hashOf(native)}`);
  if (!existsSync(copy)) {
    const staging = mkdtempSync(join(parent, 'unfinished-'));
    cpSync(native, join(staging, 'native'), { recursive: true, verbatimSymlinks: true });
    chmodSync(staging, 0o755);
    try {
      renameSync(staging, copy);
    } catch (error) {
      // Another process has made the same copy meanwhile.
      rmSync(staging, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  const moved = (program: string) => join(copy, 'native/bin', basename(program));
  return { initdb: moved(programs.initdb), postgres: moved(programs.postgres) };
}

/**
 * A folder of root's that every user can reach. Nobody else may be able to write there: the programs in it run with the
 * capability to read any file. Throws when no such folder can be made.
 */
function cacheFolder(): string {
  for (const base of ['/var/cache', '/var/tmp', tmpdir()]) {
    const folder = join(base, 'curio');
    try {
      if (!reachableByAll(folder)) continue;
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      const { uid, mode } = lstatSync(folder);
      if (uid === process.getuid?.() && (mode & 0o022) === 0 && lstatSync(folder).isDirectory()) return folder;
    } catch {}
  }
  throw new Error(
    'PostgreSQL cannot run from a folder that is closed to other users (mode 0700), and /var/cache is not writable: move Curio to another folder, or start it as an ordinary user',
  );
}

function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, entry);
    hash.update(entry);
    if (lstatSync(path).isFile()) hash.update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 16);
}
