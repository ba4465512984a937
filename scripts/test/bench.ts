/** `npm run bench`: the kernels first, then the measurements in bench/. */
import { buildKernels } from '../build/kernels.ts';

await buildKernels();
await import('../../bench/run.ts');
