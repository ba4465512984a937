/** `npm run verify`: every check that needs no database, in seconds. Before every commit. */
import { join } from 'node:path';
import { checkMigrations } from '../db/migration-lock.ts';
import { checkImports } from '../imports/check-imports.ts';
import { checkPaths } from '../imports/check-paths.ts';
import { checkDrawing } from '../imports/draw-imports.ts';
import { readImports } from '../imports/read-imports.ts';
import { type Finished, ROOT, runProgram } from '../process/run-program.ts';
import { checkProse } from './check-prose.ts';
import { checkTypes } from './check-types.ts';

const began = performance.now();
const bin = (name: string) => join(ROOT, 'node_modules/.bin', name);

/** A check that is one of our own functions: it passes when it returns no fault. */
function check(name: string, find: () => string[]): Finished {
  const from = performance.now();
  const faults = find();
  return { name, ok: faults.length === 0, output: faults.join('\n'), seconds: (performance.now() - from) / 1000 };
}

const programs = Promise.all([
  runProgram('format and lint', bin('biome'), ['check', '--colors=off', '.']),
  runProgram('unused files, exports and dependencies', bin('knip'), ['--no-progress']),
]);
const types = checkTypes();
const imports = readImports();
const describe = ({ path, line, word, instead }: ReturnType<typeof checkProse>[number]) =>
  `${path}:${line}: "${word}" (${instead})`;
const own = [
  check('migrations', () => checkMigrations()),
  check('imports', () => checkImports(imports)),
  check('pictures and paths in documents', () => [...checkDrawing(imports), ...checkPaths()]),
  check('words to avoid', () => checkProse([]).map(describe)),
];

const results = [...own, ...(await programs), ...(await types)];
for (const { name, ok, output, seconds } of results) {
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
  if (!ok) console.log(output);
}
console.log(`${((performance.now() - began) / 1000).toFixed(1)} s in all`);
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
