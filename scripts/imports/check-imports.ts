/** `node scripts/imports/check-imports.ts`: imports against the directions of architecture, and folders that import each other. */
import { dirname } from 'node:path';
import { engineLayer, PACKAGES, packageOf } from './directions.ts';
import { findCycles } from './find-cycles.ts';
import { type Import, readImports } from './read-imports.ts';

/** One sentence per fault. */
export function checkImports(imports: Import[]): string[] {
  const sources = imports.filter(({ from }) => !/(^|\/)(test|tests)\//.test(from));
  const folders = sources.filter(isBetweenFolders);
  return [
    ...sources.flatMap(checkDirection),
    ...findCycles(folders.map(({ from, to }) => [dirname(from), dirname(to)])).map((cycle) => describe(cycle, folders)),
    ...findCycles(sources.map(({ from, to }) => [from, to])).map(
      (cycle) => `these files import each other: ${cycle.join(', ')}`,
    ),
  ];
}

/**
 * Between folders of which neither contains the other: a child folder may import types of its parent folder whose files
 * import it, as long as no two files import each other.
 */
function isBetweenFolders({ from, to }: Import): boolean {
  const [a, b] = [`${dirname(from)}/`, `${dirname(to)}/`];
  return !a.startsWith(b) && !b.startsWith(a);
}

function checkDirection({ from, to }: Import): string[] {
  const [owner, target] = [packageOf(from), packageOf(to)];
  if (owner === undefined) return [];
  if (owner !== target && (target === undefined || !PACKAGES[owner]?.includes(target))) {
    return [`${from} imports ${to}: ${owner} may only import ${PACKAGES[owner]?.join(', ') || 'itself'}`];
  }
  const [own, other] = [engineLayer(from), engineLayer(to)];
  if (own !== undefined && other !== undefined && other > own) {
    return [`${from} imports ${to}: that folder of the engine lies in a higher layer`];
  }
  return [];
}

function describe(cycle: string[], imports: Import[]): string {
  const within = imports
    .filter(({ from, to }) => cycle.includes(dirname(from)) && cycle.includes(dirname(to)))
    .map(({ from, to }) => `    ${from} → ${to}`);
  return [`these folders import each other: ${cycle.join(', ')}`, ...new Set(within)].join('\n');
}

if (import.meta.main) {
  const faults = checkImports(readImports());
  for (const fault of faults) console.log(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
