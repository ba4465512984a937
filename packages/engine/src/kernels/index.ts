/**
 * The numeric kernels: AssemblyScript compiled to WebAssembly (assembly/), the threads that run them, and typed
 * entrances.
 */
export { balancedBounds, type Csr, checkCsr, evenBounds, transposeCsr } from './csr.ts';
export { invertSpd, matmul, solveSpd } from './dense.ts';
export { createFoldIn, type FoldIn, type FoldInWeighting, type History } from './fold-in.ts';
export { gram } from './gram.ts';
export { type Factors, fitIals, type IalsInput } from './ials.ts';
export { type SimdBuild, supportedBuild } from './load.ts';
export { openPool, Pool, type PoolOptions } from './pool.ts';
export { createRanker, type Ranked, type Ranker, type RankerOptions, type TopOptions } from './ranker.ts';
export { seededFactors } from './seeded-factors.ts';
export { type ProductOptions, productTopK, spmm } from './sparse.ts';
export { type TopAll, topAll } from './top-all.ts';
