import { decodeArtifact } from '../packages/engine/src/artifact/format.ts';
import { evaluate } from '../packages/engine/src/evaluation/evaluate.ts';
import { integers, openScorer } from '../packages/engine/src/scoring/scorers/open-scorer.ts';
import { gowalla } from './data/gowalla.ts';
import type { Log } from './measure.ts';
import { seed, trained } from './quality-last.ts';
import { peers } from './quality-peers.ts';

const most = 1_000_000;

/** Trains on the published training part alone; the served artifact ranks for every user of the published test part. */
export async function gowallaSplit(dataDir: string, log: Log): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const { dataset, test } = await gowalla(dataDir);
  for (const [algorithm, budget] of [
    ['item-knn', 600],
    ['graph-filter', 600],
    ['auto', 600],
  ] as const) {
    const started = performance.now();
    const { artifact, report } = await trained(dataset, algorithm, budget);
    const seconds = (performance.now() - started) / 1000;
    const { manifest, arrays } = decodeArtifact(artifact);
    const scorer = openScorer(manifest.scorer, arrays, integers(arrays, 'userCounts'));
    const options = { items: dataset.itemIds.length, maxUsers: most, seed, resamples: 100 };
    const { metrics } = await evaluate(scorer, dataset.matrix, test, options);
    for (const name of ['recall@20', 'ndcg@20']) figures[`gowalla.${algorithm}.${name}`] = metrics[name].value;
    figures[`gowalla.${algorithm}.seconds`] = seconds;
    const [recall, ndcg] = ['recall@20', 'ndcg@20'].map((name) => metrics[name].value.toFixed(4));
    log(`gowalla ${algorithm.padEnd(12)} recall@20 ${recall}, NDCG@20 ${ndcg}, ${seconds.toFixed(0)} s`);
    if (algorithm === 'auto') for (const event of report) log(`  ${JSON.stringify(event)}`);
  }
  const data = { name: 'gowalla', items: dataset.itemIds.length, train: dataset.matrix, test };
  return { ...figures, ...(await peers(data, ['als', 'bm25', 'cosine', 'warp'], log)) };
}
