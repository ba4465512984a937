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

/** Checks all of them with tsc, as many at a time as there are processors. */
export async function checkTypes(): Promise<Finished[]> {
  const waiting = typedFolders();
  const done: Finished[] = [];
  const worker = async () => {
    for (let folder = waiting.shift(); folder; folder = waiting.shift()) {
      done.push(await runProgram(`types ${folder}`, join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder]));
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, cpus().length) }, worker));
  return done.sort((a, b) => a.name.localeCompare(b.name));
}
