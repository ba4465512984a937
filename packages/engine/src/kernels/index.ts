/**
 * The numeric kernels: AssemblyScript compiled to WebAssembly (wasm/), the threads that run them, and their typed
 * functions (host/).
 */
export type { Csr } from '../data/records.ts';
export { balancedBounds, checkCsr, evenBounds, transposeCsr } from './host/csr.ts';
export { invertSpd, matmul, solveSpd } from './host/dense.ts';
export { createFoldIn, type FoldIn, type FoldInWeighting, type History } from './host/fold-in.ts';
export { gram } from './host/gram.ts';
export { type Factors, fitIals, type IalsInput } from './host/ials.ts';
export { type SimdBuild, supportedBuild } from './host/load.ts';
export { openPool, Pool, type PoolOptions } from './host/pool.ts';
export { createRanker, type Ranked, type Ranker, type RankerOptions, type TopOptions } from './host/ranker.ts';
export { seededFactors } from './host/seeded-factors.ts';
export { type ProductOptions, productTopK, spmm } from './host/sparse.ts';
export { type TopAll, topAll } from './host/top-all.ts';
