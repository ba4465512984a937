import { decodeArtifact } from '../packages/engine/src/artifact/format.ts';
import type { Interactions } from '../packages/engine/src/data/records.ts';
import { historyOf } from '../packages/engine/src/evaluation/history.ts';
import { seeded } from '../packages/engine/src/math/random.ts';
import { topIndices } from '../packages/engine/src/math/top.ts';
import { integers, openScorer } from '../packages/engine/src/scoring/scorers/open-scorer.ts';
import { onlineRetail } from './data/retail.ts';
import type { Log } from './measure.ts';
import { seed, trained } from './quality-last.ts';

const k = 100;

/**
 * All interactions of every tenth item are held-out, so that the item is cold. Recall@100 of these purchases per customer,
 * ranked among the cold items, and among all items that the customer has not bought.
 */
export async function coldItems(dataDir: string, log: Log): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const dataset = await onlineRetail(dataDir);
  const random = seeded(seed);
  const cold = Uint8Array.from(dataset.itemIds, (_, item) => (dataset.itemRecords[item] && random() < 0.1 ? 1 : 0));
  const { kept, heldOut } = withoutItems(dataset.matrix, cold);
  const coldCount = cold.reduce((sum, x) => sum + x, 0);
  log(`retail cold: ${coldCount} of ${cold.length} items are new, ${heldOut.flat().length} purchases of them held out`);
  figures['retail.cold.random.recall@100'] = k / coldCount;
  figures['retail.cold.random.recall@100.all'] = k / cold.length;
  for (const algorithm of ['content', 'hybrid', 'two-tower', 'auto'] as const) {
    const { artifact } = await trained({ ...dataset, matrix: kept }, algorithm, 120);
    const { manifest, arrays } = decodeArtifact(artifact);
    const scorer = openScorer(manifest.scorer, arrays, integers(arrays, 'userCounts'));
    const scores = new Float32Array(cold.length);
    const seen = new Uint8Array(cold.length);
    const recalls: [number, number][] = [];
    heldOut.forEach((items, user) => {
      const history = historyOf(kept, user);
      if (items.length === 0 || history.items.length === 0) return;
      for (const item of history.items) seen[item] = 1;
      scorer.score(history, scores, seen);
      for (const item of history.items) seen[item] = 0;
      for (const item of history.items) scores[item] = Number.NEGATIVE_INFINITY;
      const among = (list: Uint32Array) => items.filter((item) => list.includes(item)).length / items.length;
      const all = among(topIndices(scores, k));
      for (let item = 0; item < cold.length; item++) if (!cold[item]) scores[item] = Number.NEGATIVE_INFINITY;
      recalls.push([among(topIndices(scores, k)), all]);
    });
    const mean = (at: 0 | 1) => recalls.reduce((sum, pair) => sum + pair[at], 0) / recalls.length;
    figures[`retail.cold.${algorithm}.recall@100`] = mean(0);
    figures[`retail.cold.${algorithm}.recall@100.all`] = mean(1);
    const [among, all] = [mean(0), mean(1)].map((x) => x.toFixed(4));
    log(
      `retail cold ${algorithm.padEnd(10)} recall@100 ${among} among new items (random ${(k / coldCount).toFixed(4)}), ${all} among all (random ${(k / cold.length).toFixed(4)})`,
    );
  }
  return figures;
}

function withoutItems(matrix: Interactions, cold: Uint8Array): { kept: Interactions; heldOut: number[][] } {
  const keep: number[] = [];
  const indptr = new Uint32Array(matrix.indptr.length);
  const heldOut = Array.from({ length: indptr.length - 1 }, (): number[] => []);
  heldOut.forEach((mine, user) => {
    for (let p = matrix.indptr[user]; p < matrix.indptr[user + 1]; p++) {
      if (!cold[matrix.indices[p]]) keep.push(p);
      else if (matrix.values[p] > 0) mine.push(matrix.indices[p]);
    }
    indptr[user + 1] = keep.length;
  });
  const kept = {
    indptr,
    indices: Uint32Array.from(keep, (p) => matrix.indices[p]),
    values: Float32Array.from(keep, (p) => matrix.values[p]),
    times: Uint32Array.from(keep, (p) => matrix.times[p]),
  };
  return { kept, heldOut };
}
