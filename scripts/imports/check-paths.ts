import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../process/run-program.ts';

const FOLDERS = ['apps', 'bench', 'db', 'docs', 'examples', 'packages', 'scripts', 'tests'];
const PATH = new RegExp(`\`((?:${FOLDERS.join('|')})/[\\w./-]+)\``, 'g');

/** One sentence per path that a document names and that does not exist. */
export function checkPaths(documents = ['README.md', 'CONTRIBUTING.md', 'docs/operations.md']): string[] {
  return documents.flatMap((document) =>
    [...readFileSync(join(ROOT, document), 'utf8').matchAll(PATH)]
      .map(([, path = '']) => path)
      .filter((path) => !existsSync(join(ROOT, path)))
      .map((path) => `${document} names ${path}, which does not exist`),
  );
}
