/**
 * The numeric kernels: AssemblyScript compiled to WebAssembly (wasm/), the threads that run them, and their typed
 * functions (host/).
 */
export type { Csr } from '../data/records.ts';
export { balancedBounds, transposeCsr } from './host/csr.ts';
export { invertSpd, matmul, solveSpd } from './host/dense.ts';
export { createFoldIn, rotateToEigenbasis } from './host/fold-in.ts';
export { gram } from './host/gram.ts';
export { type Factors, fitIals } from './host/ials.ts';
export { createLinearRanker, type LinearRequest, type Rows, squaredNorms } from './host/linear-ranker.ts';
export { ModelMemory } from './host/model-memory.ts';
export { PlacedCopies } from './host/placed-copies.ts';
export { openPool, Pool } from './host/pool.ts';
export { createRanker, createRowRanker, type Ranker, type RowRanker, roundingMargin } from './host/ranker.ts';
export { placeRows, rowMoments } from './host/rows.ts';
export { seededFactors } from './host/seeded-factors.ts';
export { productTopK, spmm } from './host/sparse.ts';
export { topAll } from './host/top-all.ts';
