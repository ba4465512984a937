/** `npm run test:watch [-- FILE…]`: runs tests again when they or their sources change. */
import { join } from 'node:path';
import { buildKernels } from '../build/kernels.ts';
import { ROOT, runProgram } from '../process/run-program.ts';

await buildKernels();
const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
await runProgram('tests', process.execPath, [vitest, 'watch', ...process.argv.slice(2)], { inherit: true });
