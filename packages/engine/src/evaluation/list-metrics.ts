export const cutoffs = [10, 20] as const;

export const listMetricNames = cutoffs.flatMap((k) => [
  `ndcg@${k}`,
  `recall@${k}`,
  `precision@${k}`,
  `map@${k}`,
  `mrr@${k}`,
  `hit-rate@${k}`,
]);

/**
 * Writes the metrics of one user's list, best first, to row `n` of `perUser`. `isHeldOut` has 1 for the user's held-out
 * items, of which there are `heldOutCount`. NDCG as Järvelin and Kekäläinen (2002), with the ideal cut at min(k, held-out
 * items); recall over all held-out items.
 */
export function measureList(
  list: Uint32Array,
  isHeldOut: Uint8Array,
  heldOutCount: number,
  n: number,
  perUser: Record<string, Float32Array>,
): void {
  for (const k of cutoffs) {
    let gain = 0;
    let hits = 0;
    let precisions = 0;
    let first = 0;
    for (let rank = 0; rank < Math.min(k, list.length); rank++) {
      if (!isHeldOut[list[rank]]) continue;
      hits++;
      gain += 1 / Math.log2(rank + 2);
      precisions += hits / (rank + 1);
      if (first === 0) first = rank + 1;
    }
    let ideal = 0;
    for (let rank = 0; rank < Math.min(k, heldOutCount); rank++) ideal += 1 / Math.log2(rank + 2);
    perUser[`ndcg@${k}`][n] = gain / ideal;
    perUser[`recall@${k}`][n] = hits / heldOutCount;
    perUser[`precision@${k}`][n] = hits / k;
    perUser[`map@${k}`][n] = precisions / Math.min(k, heldOutCount);
    perUser[`mrr@${k}`][n] = first ? 1 / first : 0;
    perUser[`hit-rate@${k}`][n] = hits > 0 ? 1 : 0;
  }
}
