/** `next build`, only when something that goes into it has changed since the last one. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT, runProgram } from '../process/run-program.ts';
import { StartError } from '../settings/settings.ts';

export const STUDIO = join(ROOT, 'apps/studio');
export const NEXT = join(STUDIO, 'node_modules/next/dist/bin/next');
const WAIT_MS = 180_000;
const INPUTS = ['apps/studio', 'packages/contracts/src', 'pnpm-lock.yaml'];
const NOT_INPUTS = new Set([
  'node_modules',
  '.next',
  '.next-standalone',
  'test',
  'Dockerfile',
  'next-env.d.ts',
  'tsconfig.tsbuildinfo',
]);

/** True when it built. Throws a StartError with the builder's output. */
export async function buildStudio(stopped?: AbortSignal): Promise<boolean> {
  const stamp = join(STUDIO, '.next/curio-sources.sha256');
  for (const deadline = Date.now() + WAIT_MS; ; ) {
    const hash = hashOf(INPUTS);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
    const { ok, output } = await runProgram('studio', process.execPath, [NEXT, 'build'], {
      cwd: STUDIO,
      env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      stopped,
    });
    if (ok) {
      // The hash from before the build: a change during the build is built the next time.
      writeFileSync(stamp, hash);
      return true;
    }
    // Another process is building the same folder, perhaps from the same sources.
    const busy = output.includes('Another next build process') && Date.now() < deadline && !stopped?.aborted;
    if (!busy) throw new StartError(`the studio could not be built:\n${output.split('\n').slice(-30).join('\n')}`);
    await sleep(500);
  }
}

function hashOf(paths: string[]): string {
  const hash = createHash('sha256').update(process.version);
  const add = (path: string) => {
    hash.update(relative(ROOT, path)).update(readFileSync(path));
  };
  for (const path of paths.map((name) => join(ROOT, name))) {
    if (path.endsWith('.yaml')) add(path);
    else walk(path, add);
  }
  return hash.digest('hex');
}

function walk(folder: string, add: (path: string) => void): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (NOT_INPUTS.has(entry.name)) continue;
    if (entry.isDirectory()) walk(join(folder, entry.name), add);
    else if (entry.isFile()) add(join(folder, entry.name));
  }
}
