import { type Pool, topAll } from '../packages/engine/src/kernels/index.ts';
import type { Planted } from './planted-interactions.ts';

/** NDCG@k over the users with held-out interactions: full ranking of the items that are not in their training data. */
export async function factorsNdcg(
  pool: Pool,
  { users, train, heldOut }: Planted,
  factors: { userFactors: Float32Array; itemFactors: Float32Array },
  d: number,
  k = 10,
): Promise<number> {
  const tested = Array.from({ length: users }, (_, user) => user).filter(
    (user) => heldOut.indptr[user + 1]! > heldOut.indptr[user]!,
  );
  const vectors = new Float32Array(tested.length * d);
  const indptr = new Uint32Array(tested.length + 1);
  const seen: number[] = [];
  for (const [row, user] of tested.entries()) {
    vectors.set(factors.userFactors.subarray(user * d, user * d + d), row * d);
    for (let at = train.indptr[user]!; at < train.indptr[user + 1]!; at++) seen.push(train.indices[at]!);
    indptr[row + 1] = seen.length;
  }
  const lists = await topAll(pool, vectors, factors.itemFactors, d, { indptr, indices: Uint32Array.from(seen) }, k);
  let sum = 0;
  for (const [row, user] of tested.entries()) {
    const wanted = new Set(heldOut.indices.subarray(heldOut.indptr[user]!, heldOut.indptr[user + 1]!));
    let [gain, ideal] = [0, 0];
    for (let rank = 0; rank < k; rank++) {
      const discount = 1 / Math.log2(rank + 2);
      if (rank < lists.counts[row]! && wanted.has(lists.items[row * k + rank]!)) gain += discount;
      if (rank < wanted.size) ideal += discount;
    }
    sum += gain / ideal;
  }
  return sum / tested.length;
}
