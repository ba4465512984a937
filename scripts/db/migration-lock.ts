/**
 * The hashes of all files of db/migrations. A merged migration has run somewhere: it never changes. `npm run verify`
 * compares, `npm run db:lock` adds the files that are new since the last commit.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../process/run-program.ts';

const folder = join(ROOT, 'db/migrations');
const lockFile = join(folder, 'lock.json');
type Hashes = Record<string, string>;

/** The list of migrations grows with every one: it is the only file that is not locked. */
function hashFiles(): Hashes {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => path !== 'index.ts')
    .sort();
  const hashOf = (path: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('hex');
  return Object.fromEntries(files.map((path) => [path, hashOf(path)]));
}

const parse = (text: string): Hashes => JSON.parse(text) as Hashes;

/** What is wrong, one sentence each. */
export function checkMigrations(locked = parse(readFileSync(lockFile, 'utf8')), found = hashFiles()): string[] {
  const changed = Object.keys(locked)
    .filter((path) => found[path] !== locked[path])
    .map((path) => `db/migrations/${path} is merged and must not change: add a migration with \`npm run db:new NAME\``);
  const added = Object.keys(found)
    .filter((path) => !(path in locked))
    .map((path) => `db/migrations/${path} is not in lock.json: run \`npm run db:lock\``);
  return [...changed, ...added];
}

/** Locks new files. Files that the last commit has locked keep their hash, so that `checkMigrations` finds a change. */
export function lockMigrations(): void {
  const committed = committedLock();
  writeFileSync(lockFile, `${JSON.stringify({ ...hashFiles(), ...committed }, null, 2)}\n`);
}

function committedLock(): Hashes {
  try {
    const show = ['show', 'HEAD:db/migrations/lock.json'];
    return parse(execFileSync('git', show, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return {};
  }
}

if (import.meta.main) {
  lockMigrations();
  const faults = checkMigrations();
  if (faults.length > 0) console.error(faults.join('\n'));
  process.exitCode = faults.length > 0 ? 1 : 0;
}
