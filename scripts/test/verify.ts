/** `npm run verify`: format, lint and types of everything, in seconds, without a database. */
import { join } from 'node:path';
import { ROOT, runProgram } from '../process/run-program.ts';
import { checkTypes } from './check-types.ts';

const biome = runProgram('format and lint', join(ROOT, 'node_modules/.bin/biome'), ['check', '--colors=off', '.']);
const results = [await biome, ...(await checkTypes())];
for (const { name, ok, output, seconds } of results) {
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
  if (!ok) console.log(output);
}
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
