import { existsSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { type Finished, ROOT, runProgram } from '../process/run-program.ts';

/** Every folder with a tsconfig.json: the workspace packages, and the scripts. */
export function typedFolders(): string[] {
  const nested = ['packages', 'apps', 'examples'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`),
  );
  return ['db', ...nested, 'scripts', 'bench'].filter((folder) => existsSync(join(ROOT, folder, 'tsconfig.json')));
}

/**
 * Packages import each other's sources, and each is checked with its own options: an error in a file of another folder is
 * left to the check of that folder. Numeric code may opt out of `noUncheckedIndexedAccess` while its users do not.
 */
export function ownErrors(output: string, folder: string, folders: readonly string[]): string {
  const others = folders.filter((other) => other !== folder).map((other) => `${other}/`);
  let isOwn = true;
  const lines = output.split('\n').filter((line) => {
    // Further lines of an error are indented.
    if (!/^\s/.test(line)) isOwn = !others.some((other) => line.startsWith(other));
    return isOwn;
  });
  return lines.join('\n').trim();
}

/** Where tsc keeps its results: an unchanged package is checked in a fraction of a second. */
const RESULTS = join(ROOT, 'node_modules/.cache/types');

/** Checks all of them with tsc, as many at a time as there are processors, each with one thread. */
export async function checkTypes(): Promise<Finished[]> {
  const folders = typedFolders();
  const waiting = [...folders];
  const done: Finished[] = [];
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const worker = async () => {
    for (let folder = waiting.shift(); folder; folder = waiting.shift()) {
      const results = join(RESULTS, `${folder.replaceAll('/', '-')}.json`);
      const options = ['--singleThreaded', '--incremental', '--tsBuildInfoFile', results];
      const finished = await runProgram(`types ${folder}`, tsc, ['-p', folder, ...options]);
      const output = ownErrors(finished.output, folder, folders);
      done.push({ ...finished, output, ok: finished.ok || (finished.output.trim() !== '' && output === '') });
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, cpus().length) }, worker));
  return done.sort((a, b) => a.name.localeCompare(b.name));
}
