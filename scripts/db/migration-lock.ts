/**
 * The hashes of all files of db/migrations, at the end of its index.ts. A merged migration has run somewhere: it never
 * changes. `npm run verify` compares, `npm run db:lock` adds the files that are new since the last commit.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../process/run-program.ts';

const folder = join(ROOT, 'db/migrations');
const listFile = join(folder, 'index.ts');
type Hashes = Record<string, string>;

/** The list of migrations, which contains the hashes and grows with every migration, is the only file without a hash. */
function hashFiles(): Hashes {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => path !== 'index.ts');
  return Object.fromEntries(files.map((path) => [path, hashOf(path)]));
}

/** The first half of the SHA-256: a line of the list stays short, and it only has to find edits. */
const hashOf = (path: string) =>
  createHash('sha256')
    .update(readFileSync(join(folder, path)))
    .digest('hex')
    .slice(0, 32);

const readHashes = (list: string): Hashes =>
  Object.fromEntries([...list.matchAll(/'([^']+\.ts)': '([0-9a-f]{32})'/g)].map(([, path, hash]) => [path, hash]));

/** One sentence per file that differs from its hash or has none. */
export function checkMigrations(): string[] {
  const locked = readHashes(readFileSync(listFile, 'utf8'));
  const found = hashFiles();
  const changed = Object.keys(locked)
    .filter((path) => found[path] !== locked[path])
    .map((path) => `db/migrations/${path} is merged and must not change: add a migration with \`npm run db:new NAME\``);
  const added = Object.keys(found)
    .filter((path) => !(path in locked))
    .map((path) => `db/migrations/${path} has no hash in index.ts: run \`npm run db:lock\``);
  return [...changed, ...added];
}

/** Adds new files. Files that the last commit has locked keep their hash, so that `checkMigrations` finds a change. */
function lockMigrations(): void {
  const hashes = Object.entries({ ...hashFiles(), ...committedHashes() }).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = hashes.map(([path, hash]) => `  '${path}': '${hash}',\n`).join('');
  const list = readFileSync(listFile, 'utf8');
  writeFileSync(
    listFile,
    list.replace(/(export const hashes[^{]*)\{[^}]*\}/, (_, start: string) => `${start}{\n${lines}}`),
  );
}

function committedHashes(): Hashes {
  try {
    const show = ['show', 'HEAD:db/migrations/index.ts'];
    return readHashes(execFileSync('git', show, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
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
