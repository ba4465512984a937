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

/** Where tsc keeps its results: an unchanged package is checked in a fraction of a second. */
const RESULTS = join(ROOT, 'node_modules/.cache/types');

/** Checks all of them with tsc, as many at a time as there are processors, each with one thread. */
export async function checkTypes(): Promise<Finished[]> {
  const waiting = typedFolders();
  const done: Finished[] = [];
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const worker = async () => {
    for (let folder = waiting.shift(); folder; folder = waiting.shift()) {
      const results = join(RESULTS, `${folder.replaceAll('/', '-')}.json`);
      const options = ['--singleThreaded', '--incremental', '--tsBuildInfoFile', results];
      done.push(await runProgram(`types ${folder}`, tsc, ['-p', folder, ...options]));
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, cpus().length) }, worker));
  return done.sort((a, b) => a.name.localeCompare(b.name));
}
