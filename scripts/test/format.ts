/** `npm run format`: formats, and applies the linter's safe fixes. */
import { join } from 'node:path';
import { ROOT, runProgram } from '../process/run-program.ts';

const { ok } = await runProgram('format', join(ROOT, 'node_modules/.bin/biome'), ['check', '--write', '.'], {
  inherit: true,
});
process.exitCode = ok ? 0 : 1;
