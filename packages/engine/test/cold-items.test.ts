import { beforeAll, describe, expect, test, vi } from 'vitest';
import { decodeArtifact } from '../src/artifact/format.ts';
import { loadArtifact } from '../src/artifact/index.ts';
import { leaveLastOut, splitInteractions } from '../src/data/split.ts';
import { evaluate } from '../src/evaluation/evaluate.ts';
import { historyOf } from '../src/evaluation/history.ts';
import { integers, openScorer } from '../src/scoring/scorers/open-scorer.ts';
import { type Dataset, type TrainResult, train } from '../src/training/index.ts';
import { calmHooks, describedCatalogue, optionsOf } from './planted.ts';
import { recommend } from './recommend.ts';

// Trainings in small: on a busy machine they take longer than a unit test may.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const isNew = (itemId: string) => itemId.startsWith('new-');

/** The ranks (from 1) of the new items in each user's first `n` recommendations. */
function ranksOfNewItems(dataset: Dataset, { artifact }: TrainResult, n: number): number[][] {
  const model = loadArtifact(artifact);
  return dataset.userIds.map((_, user) => {
    const history = Array.from(historyOf(dataset.matrix, user).items, (item) => ({
      itemId: dataset.itemIds[item],
      type: 'view',
    }));
    const query = { history, n };
    const { items } = recommend(model, query);
    return items.flatMap(({ itemId }, at) => (isNew(itemId) ? [at + 1] : []));
  });
}

const mean = (numbers: number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

describe('a described catalogue with a tenth of its items new', () => {
  let dataset: Dataset;
  let hybrid: TrainResult;
  beforeAll(async () => {
    dataset = describedCatalogue();
    hybrid = await train(dataset, optionsOf('hybrid'), calmHooks());
  });

  test('hybrid: about one of the first ten is new, seldom the first', () => {
    const ranks = ranksOfNewItems(dataset, hybrid, 10);
    expect(mean(ranks.map((mine) => (mine[0] === 1 ? 1 : 0)))).toBeLessThan(0.1);
    expect(mean(ranks.map((mine) => mine.length))).toBeGreaterThan(0.7);
    expect(mean(ranks.map((mine) => mine.length))).toBeLessThan(1.3);
  });

  test('hybrid: the new items hardly move the others down', async () => {
    const { manifest, arrays } = decodeArtifact(hybrid.artifact);
    const { train: met, test: heldOut } = splitInteractions(dataset.matrix, { ...leaveLastOut, seed: 7 });
    const counts = integers(arrays, 'userCounts');
    const options = { items: counts.length, maxUsers: 1000, seed: 1, resamples: 0 };
    const ndcg = async () => {
      const scorer = openScorer(manifest.scorer, arrays, counts);
      return (await evaluate(scorer, met, heldOut, options)).metrics['ndcg@10'].value;
    };
    const placed = await ndcg();
    arrays.set('newItems', { dtype: 'int32', shape: [0], data: new Uint32Array(0) });
    expect(placed / (await ndcg())).toBeGreaterThan(0.94);
  });

  test('hybrid: items of which every interaction was held out are found better than by chance', () => {
    const { coldItems } = hybrid;
    expect(coldItems?.items).toBeGreaterThan(20);
    expect(coldItems?.metrics['recall@100']?.low).toBeGreaterThan(coldItems?.random['recall@100'] ?? 1);
  });

  test.each([{}, { memoryLimitBytes: 300 << 20 }])(
    'auto recommends new items, whatever it chooses: %o',
    async (limit) => {
      const result = await train(dataset, { ...optionsOf('auto'), budgetSeconds: 20, ...limit }, calmHooks());
      expect(result.report).toContainEqual(expect.objectContaining({ type: 'cold-start', items: 30 }));
      const ranks = ranksOfNewItems(dataset, result, 10);
      expect(mean(ranks.map((mine) => mine.length))).toBeGreaterThan(0.5);
      expect(mean(ranks.map((mine) => (mine[0] === 1 ? 1 : 0)))).toBeLessThan(0.1);
    },
  );
});

test('where most items are new, they still take only one of ten places', async () => {
  const dataset = describedCatalogue(300, 300, 6);
  const ranks = ranksOfNewItems(dataset, await train(dataset, optionsOf('hybrid'), calmHooks()), 10);
  expect(mean(ranks.map((mine) => mine.length))).toBeGreaterThan(0.7);
  expect(mean(ranks.map((mine) => mine.length))).toBeLessThan(1.3);
});
