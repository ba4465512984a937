/** Seconds of an evaluation: full ranking for every user, all metrics, with bootstrap intervals. */
import { algorithmNamed } from '../packages/engine/src/algorithms/index.ts';
import { completeParams } from '../packages/engine/src/algorithms/params.ts';
import { TrainingContext } from '../packages/engine/src/algorithms/training-context.ts';
import { countUsers } from '../packages/engine/src/data/item-rankings.ts';
import { splitInteractions } from '../packages/engine/src/data/split.ts';
import { evaluate } from '../packages/engine/src/evaluation/evaluate.ts';
import { openScorer } from '../packages/engine/src/scoring/scorers/open-scorer.ts';
import { popularScorer } from '../packages/engine/src/scoring/scorers/popular.ts';
import { DatasetBuilder } from '../packages/engine/src/training/index.ts';
import { type Log, median, row } from './measure.ts';
import { plantRows } from './memory-rows.ts';

const sizes = [
  { key: 'ml1m_size', name: '6,040 × 3,706', users: 6040, items: 3706, interactions: 1_000_000 },
  { key: 'gowalla_size', name: '29,858 × 40,981', users: 29_858, items: 40_981, interactions: 1_027_000 },
];
const runs = 3;
const resamples = 200;

/** Seconds from a fitted model to its figures, on generated data of the sizes of MovieLens-1M and Gowalla. */
export async function speedOfEvaluation(log: Log): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const size of sizes) {
    const builder = new DatasetBuilder();
    plantRows(size.users, size.items, size.interactions, 1, (userId, itemId, time) =>
      builder.addInteraction({ userId, itemId, type: 'view', time }),
    );
    const dataset = builder.build();
    const signal = new AbortController().signal;
    const context = new TrainingContext(dataset, { seed: 1, threads: 2, signal });
    const { items } = context;
    const { train, test } = splitInteractions(dataset.matrix, { share: 0.2, max: 1000, seed: 1 });
    const userCounts = countUsers(train, items);
    const options = { items, maxUsers: Number.POSITIVE_INFINITY, seed: 1, resamples };
    for (const name of ['popular', 'ials', 'item-knn', 'ease']) {
      const algorithm = algorithmNamed(name);
      const params = completeParams(algorithm, {});
      const model = await algorithm.fit({ context, matrix: train, params, signal, onProgress: () => {} });
      const seconds: number[] = [];
      let detail = '';
      for (let run = 0; run < runs; run++) {
        const started = performance.now();
        const scorer =
          name === 'popular' ? popularScorer(userCounts) : openScorer(model.spec, model.arrays, userCounts);
        const { metrics, users } = await evaluate(scorer, train, test, options);
        seconds.push((performance.now() - started) / 1000);
        const perUser = (1000 * median(seconds)) / users.length;
        detail = `${perUser.toFixed(3)} ms a user; NDCG@10 ${metrics['ndcg@10']?.value.toFixed(4)}`;
      }
      figures[`evaluate.${size.key}.${name}.seconds`] = median(seconds);
      log(row(`evaluating ${name}, ${size.name} (generated), all users`, `${median(seconds).toFixed(2)} s`, detail));
    }
    await context.close();
  }
  return figures;
}

if (import.meta.main) await speedOfEvaluation(console.log);
