/**
 * Trains iALS from triplets (u32, u32, f32) in its own process and prints its peak memory: the child of
 * memory.ts.
 */
import { fitIals, openPool, transposeCsr } from '../packages/engine/src/kernels/index.ts';
import { uniformNumbers } from './planted-interactions.ts';

const [users, items, interactions, d] = process.argv.slice(2).map(Number) as [number, number, number, number];
const before = process.resourceUsage().maxRSS * 1024;
const uniform = uniformNumbers(1);
const byUser = {
  indptr: new Uint32Array(users + 1),
  indices: new Uint32Array(interactions),
  values: new Float32Array(interactions).fill(1),
};
for (let user = 0; user < users; user++) {
  const [from, to] = [Math.floor((user * interactions) / users), Math.floor(((user + 1) * interactions) / users)];
  byUser.indptr[user + 1] = to;
  for (let at = from; at < to; at++) byUser.indices[at] = Math.floor(items * uniform() ** 2);
  byUser.indices.subarray(from, to).sort();
}
const byItem = transposeCsr(byUser, items);
const pool = await openPool({ threads: 2 });
const weighting = { regularization: 0.001, regularizationExponent: 1, unobservedWeight: 0.1 };
await fitIals(pool, { byUser, byItem, factors: d, iterations: 2, seed: 1, ...weighting });
await pool.close();
console.log(JSON.stringify({ before, peak: process.resourceUsage().maxRSS * 1024 }));
