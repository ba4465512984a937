/** The installation's secrets: generated once, stored in the data folder, readable by its owner alone. */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Secrets {
  /** Signs sessions and cursors (CURIO_SECRET). */
  secret: string;
  /** Of the database role that the API and the worker use. */
  appPassword: string;
}

export function readSecrets(dataDir: string, given: string | undefined): Secrets {
  const path = join(dataDir, 'secrets.json');
  const kept = readJson<Secrets>(path) ?? create(path);
  return given ? { ...kept, secret: given } : kept;
}

function create(path: string): Secrets {
  const made = { secret: randomBytes(32).toString('base64url'), appPassword: randomBytes(24).toString('base64url') };
  writePrivate(path, made);
  return made;
}

/** Written to another file and renamed, so that readers never find half of it. */
export function writePrivate(path: string, value: unknown): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Undefined where there is no such file, or not JSON in it. */
export function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
