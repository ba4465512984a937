/** `npm run verify`: every check that needs no database, in seconds. Before every commit. */
import { join } from 'node:path';
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

/** Still being brought to zero: shown in short, without failing. */
function warn(result: Finished, command: string): void {
  const lines = result.output.split('\n').length;
  if (!result.ok)
    console.log(`warning ${result.name}: ${lines} lines, see \`${command}\` (${result.seconds.toFixed(1)} s)`);
}

const programs = Promise.all([
  runProgram('format and lint', bin('biome'), ['check', '--colors=off', '.']),
  runProgram('unused files, exports and dependencies', bin('knip'), ['--no-progress']),
]);
const types = checkTypes();
const imports = readImports();
warn(
  check('imports', () => checkImports(imports)),
  'node scripts/imports/check-imports.ts',
);
warn(
  check('pictures and paths in documents', () => [...checkDrawing(imports), ...checkPaths()]),
  'npm run format',
);
warn(
  check('words to avoid', () => checkProse([]).map(({ path, line, word }) => `${path}:${line}: "${word}"`)),
  'node scripts/test/check-prose.ts FOLDER',
);
const [biome, knip] = await programs;
warn(knip, 'node_modules/.bin/knip');
const results = [biome, ...(await types)];
for (const { name, ok, output, seconds } of results) {
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
  if (!ok) console.log(output);
}
console.log(`${((performance.now() - began) / 1000).toFixed(1)} s in all`);
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
