/** Who imports whom, read from the sources themselves: every static and dynamic import and re-export of a file of ours. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync } from 'oxc-parser';
import { ROOT } from '../process/run-program.ts';

/** One import of one file of the repository by another; both are paths from the root. */
export interface Import {
  from: string;
  to: string;
}

interface Package {
  name: string;
  folder: string;
  exports: Record<string, string>;
}

/** Imports between the repository's own files. A package of the workspace is resolved through its `exports`. */
export function readImports(): Import[] {
  const files = listFiles();
  const packages = files.filter((path) => path.endsWith('/package.json')).map(readPackage);
  const known = new Set(files);
  return files
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('/kernels/wasm/') && existsSync(join(ROOT, path)))
    .flatMap((from) =>
      specifiersOf(from)
        .map((specifier) => resolveOwn(from, specifier, packages, known))
        .filter((to) => to !== undefined)
        .map((to) => ({ from, to })),
    );
}

function listFiles(): string[] {
  const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 16_000_000,
  });
  return stdout.split('\n').filter((path) => path !== '' && existsSync(join(ROOT, path)));
}

function readPackage(manifest: string): Package {
  const { name, exports = {} } = JSON.parse(readFileSync(join(ROOT, manifest), 'utf8')) as Partial<Package>;
  return { name: name ?? manifest, folder: dirname(manifest), exports };
}

function specifiersOf(path: string): string[] {
  const source = readFileSync(join(ROOT, path), 'utf8');
  const { staticImports, staticExports, dynamicImports } = parseSync(path, source).module;
  return [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? [])),
    ...dynamicImports.map(({ moduleRequest: { start, end } }) => source.slice(start + 1, end - 1)),
  ];
}

function resolveOwn(from: string, specifier: string, packages: Package[], known: Set<string>): string | undefined {
  if (specifier.startsWith('.')) return findFile(normalize(join(dirname(from), specifier)), known);
  // The studio's alias for its own sources (`paths` in its tsconfig).
  if (specifier.startsWith('@/')) return findFile(join('apps/studio/src', specifier.slice(2)), known);
  const target = packages.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
  if (!target) return undefined;
  const subpath = `.${specifier.slice(target.name.length)}`;
  for (const [key, file] of Object.entries(target.exports)) {
    const [before, after] = key.split('*');
    if (key === subpath) return normalize(join(target.folder, file));
    if (after === undefined || before === undefined || !subpath.startsWith(before)) continue;
    return normalize(join(target.folder, file.replace('*', subpath.slice(before.length))));
  }
  return undefined;
}

const findFile = (path: string, known: Set<string>): string | undefined =>
  ['', '.ts', '.tsx', '/index.ts', '/index.tsx'].map((end) => path + end).find((candidate) => known.has(candidate));
