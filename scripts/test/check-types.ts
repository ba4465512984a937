import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, normalize } from 'node:path';
import { type Finished, ROOT, runProgram } from '../process/run-program.ts';

export interface TypedProject {
  /** Holds the tsconfig.json. */
  folder: string;
  /** Paths whose errors this project reports. */
  paths: readonly string[];
}

/**
 * Every folder with a tsconfig.json: the workspace packages, the scripts, and a package's `src` where its numeric folders
 * have separate options.
 */
export function typedProjects(): TypedProject[] {
  const nested = ['packages', 'apps', 'examples'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`),
  );
  const hasConfig = (folder: string) => existsSync(join(ROOT, folder, 'tsconfig.json'));
  const whole = ['db', ...nested, 'scripts', 'bench'].filter(hasConfig).map((folder) => ({ folder, paths: [folder] }));
  const parts = nested.map((folder) => `${folder}/src`).filter(hasConfig);
  return [...whole, ...parts.map((folder) => ({ folder, paths: includedBy(folder) }))];
}

function includedBy(folder: string): string[] {
  const config: { include: string[] } = JSON.parse(readFileSync(join(ROOT, folder, 'tsconfig.json'), 'utf8'));
  return config.include.map((path) => normalize(`${folder}/${path}`));
}

/**
 * Packages import each other's sources, and each is checked with its own options: an error in a file of another project is
 * left to the check of that project. Numeric code may opt out of `noUncheckedIndexedAccess` while its users do not.
 */
export function ownErrors(output: string, project: TypedProject, projects: readonly TypedProject[]): string {
  const owners = projects
    .flatMap((owner) => owner.paths.map((path) => ({ owner, path: `${path}/` })))
    .sort((a, b) => b.path.length - a.path.length);
  let isOwn = true;
  const lines = output.split('\n').filter((line) => {
    // Further lines of an error are indented.
    if (!/^\s/.test(line)) {
      // Next's generated types, possibly of an earlier state of the routes.
      const generated = line.includes('/.next/');
      const owner = owners.find(({ path }) => line.startsWith(path))?.owner;
      isOwn = !generated && (owner === undefined || owner === project);
    }
    return isOwn;
  });
  return lines.join('\n').trim();
}

/** Where tsc keeps its results: an unchanged package is checked in a fraction of a second. */
const RESULTS = join(ROOT, 'node_modules/.cache/types');

/** Checks all of them with tsc, as many at a time as there are processors, each with one thread. */
export async function checkTypes(): Promise<Finished[]> {
  const projects = typedProjects();
  const waiting = [...projects];
  const done: Finished[] = [];
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const worker = async () => {
    for (let project = waiting.shift(); project; project = waiting.shift()) {
      const { folder } = project;
      const results = join(RESULTS, `${folder.replaceAll('/', '-')}.json`);
      const options = ['--singleThreaded', '--incremental', '--tsBuildInfoFile', results];
      const finished = await runProgram(`types ${folder}`, tsc, ['-p', folder, ...options]);
      const output = ownErrors(finished.output, project, projects);
      done.push({ ...finished, output, ok: finished.ok || (finished.output.trim() !== '' && output === '') });
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, cpus().length) }, worker));
  return done.sort((a, b) => a.name.localeCompare(b.name));
}
