/** `npm run format`: draws the pictures of imports, formats, and applies the linter's safe fixes. */
import { join } from 'node:path';
import { writeDrawing } from '../imports/draw-imports.ts';
import { readImports } from '../imports/read-imports.ts';
import { ROOT, runProgram } from '../process/run-program.ts';

const { ok } = await runProgram('format', join(ROOT, 'node_modules/.bin/biome'), ['check', '--write', '.'], {
  inherit: true,
});
writeDrawing(readImports());
process.exitCode = ok ? 0 : 1;
