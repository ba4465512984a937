import { leaveLastOut as leaveLastOutSplit, splitInteractions } from '../packages/engine/src/data/split.ts';
import { type Dataset, type TrainOptions, train } from '../packages/engine/src/training/index.ts';
import type { Log } from './measure.ts';
import { peers } from './quality-peers.ts';

const shown = ['ndcg@10', 'ndcg@20', 'recall@20', 'hit-rate@10', 'coverage@10'];

export const seed = 1;

/** One training with the defaults of the product, which is not aborted. */
export const trained = (dataset: Dataset, algorithm: TrainOptions['algorithm'], budgetSeconds: number) =>
  train(
    dataset,
    { algorithm, seed, budgetSeconds, threads: 2 },
    { onProgress: () => undefined, signal: new AbortController().signal, now: () => performance.now() },
  );

/** Each algorithm's figures on the last item of every user, full ranking, as `train` reports them. */
export async function leaveLastOut(
  data: string,
  read: () => Promise<Dataset>,
  algorithms: readonly TrainOptions['algorithm'][],
  log: Log,
): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const dataset = await read();
  for (const algorithm of algorithms) {
    const started = performance.now();
    const result = await trained(dataset, algorithm, 120);
    const seconds = (performance.now() - started) / 1000;
    figures[`${data}.${algorithm}.seconds`] = seconds;
    for (const name of shown) figures[`${data}.${algorithm}.${name}`] = result.metrics[name].value;
    for (const name of ['ndcg@10', 'recall@20']) {
      figures[`${data}.${algorithm}.${name}.low`] = result.metrics[name].low;
      figures[`${data}.${algorithm}.${name}.high`] = result.metrics[name].high;
    }
    const { value, low, high } = result.metrics['ndcg@10'];
    const ratio = value / result.baseline.metrics['ndcg@10'].value;
    figures[`${data}.${algorithm}.ratio_to_popular`] = ratio;
    const interval = `${value.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`;
    const recall = result.metrics['recall@20'].value.toFixed(4);
    log(
      `${data} ${algorithm.padEnd(12)} NDCG@10 ${interval}, recall@20 ${recall}, ${ratio.toFixed(2)} × popular, ${seconds.toFixed(1)} s`,
    );
  }
  for (const metric of ['ndcg@10', 'recall@20']) {
    const auto = figures[`${data}.auto.${metric}`];
    const better = algorithms.filter((name) => auto < figures[`${data}.${name}.${metric}.low`]);
    const answer = better.length > 0 ? `no: ${better.join(', ')}` : 'yes';
    log(`${data} auto is as good as every single algorithm by ${metric}, within its interval: ${answer}`);
    figures[`${data}.auto.${metric}.single_algorithms_above`] = better.length;
  }
  const { train, test } = splitInteractions(dataset.matrix, { ...leaveLastOutSplit, seed });
  const methods = ['als', 'bm25', 'cosine', 'ease', 'warp'];
  return { ...figures, ...(await peers({ name: data, items: dataset.itemIds.length, train, test }, methods, log)) };
}
