/**
 * `node scripts/imports/draw-imports.ts`: writes the pictures of packages and folders into CONTRIBUTING.md, between its
 * markers. `npm run format` does it too; `npm run verify` checks that they are current.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../process/run-program.ts';
import { PACKAGES, packageOf } from './directions.ts';
import { type Import, readImports } from './read-imports.ts';

const DOCUMENT = join(ROOT, 'CONTRIBUTING.md');
/** Packages that get a picture of their folders. */
const INSIDE = ['packages/engine', 'packages/serving', 'packages/core'];

type Edges = Map<string, Set<string>>;

/** CONTRIBUTING.md with current pictures. */
function drawImports(imports: Import[], text = readFileSync(DOCUMENT, 'utf8')): string {
  const sources = imports.filter(({ from }) => !/(^|\/)(test|tests)\//.test(from));
  const pictures = [
    ['packages', picture(group(sources, packageOf))] as const,
    ...INSIDE.map((folder) => [folder, picture(group(sources, (path) => folderWithin(folder, path)))] as const),
  ];
  return pictures.reduce((document, [name, mermaid]) => {
    const [begin, end] = [`<!-- imports of ${name} -->`, `<!-- end of ${name} -->`];
    const [from, to] = [document.indexOf(begin), document.indexOf(end)];
    if (from === -1 || to === -1) return document;
    return `${document.slice(0, from + begin.length)}\n\n${mermaid}\n\n${document.slice(to)}`;
  }, text);
}

const folderWithin = (folder: string, path: string): string | undefined =>
  path.startsWith(`${folder}/src/`) ? path.slice(folder.length + 5).match(/^([^/]+)\//)?.[1] : undefined;

function group(imports: Import[], nameOf: (path: string) => string | undefined): Edges {
  const edges: Edges = new Map();
  for (const { from, to } of imports) {
    const [a, b] = [nameOf(from), nameOf(to)];
    if (a === undefined || b === undefined || a === b) continue;
    edges.set(a, (edges.get(a) ?? new Set()).add(b));
  }
  return edges;
}

/** An arrow is left out where a longer way leads to the same folder: the rest stays readable. */
function picture(edges: Edges): string {
  const order = Object.keys(PACKAGES);
  const names = [...edges.keys()].sort((a, b) => order.indexOf(b) - order.indexOf(a) || a.localeCompare(b));
  const arrows = names.flatMap((from) =>
    [...(edges.get(from) ?? [])]
      .filter((to) => ![...(edges.get(from) ?? [])].some((between) => between !== to && reaches(edges, between, to)))
      .sort()
      .map((to) => `  ${from.replaceAll('/', '_')}["${from}"] --> ${to.replaceAll('/', '_')}["${to}"]`),
  );
  return ['```mermaid', 'flowchart TD', ...arrows, '```'].join('\n');
}

function reaches(edges: Edges, from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return [...(edges.get(from) ?? [])].some((next) => reaches(edges, next, to, seen));
}

/** One sentence where the pictures are not current. */
export const checkDrawing = (imports: Import[]): string[] =>
  drawImports(imports) === readFileSync(DOCUMENT, 'utf8')
    ? []
    : ['The pictures in CONTRIBUTING.md are not current: run `npm run format`.'];

export const writeDrawing = (imports: Import[]): void => writeFileSync(DOCUMENT, drawImports(imports));

if (import.meta.main) writeDrawing(readImports());
