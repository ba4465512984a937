/** `npm run soak [-- FILE…]`: tests that need programs which npm does not install, such as an S3 server, or that take long. */
import { join } from 'node:path';
import { ROOT, runProgram } from '../process/run-program.ts';

const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
const args = ['run', '--config', 'vitest.soak.config.ts', ...process.argv.slice(2)];
const { ok } = await runProgram('soak', process.execPath, [vitest, ...args], { inherit: true });
process.exitCode = ok ? 0 : 1;
