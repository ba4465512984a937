import { productTopK, transposeCsr } from '../kernels/index.ts';
import { type AlgorithmDefinition, numberOf } from './definition.ts';
import { neighbourModel, positives } from './neighbours.ts';
import { historyExponent, recency, servedRecency } from './serving-parameters.ts';

/** Item-to-item counts: entry (i, j) is the number of users who have both items, each weighted by confidence. */
export const coOccurrence: AlgorithmDefinition = {
  name: 'co-occurrence',
  label: 'Co-occurrence',
  kind: 'collaborative',
  description:
    'Items that most often share a history with those of the user. No normalisation: popular items come first.',
  needs: { interactions: true, itemFeatures: false },
  memory: ({ items, interactions }, params) => 40 * interactions + items * numberOf(params, 'neighbours') * 24,
  seconds: ({ itemPairs }) => 0.1 + itemPairs / 6e7,
  served: servedRecency,
  params: {
    recency,
    historyExponent,
    neighbours: {
      type: 'integer',
      default: 200,
      min: 5,
      max: 2000,
      log: true,
      label: 'Neighbours',
      symbol: 'k',
      description: 'Items with the highest counts kept for each item.',
    },
  },
  async fit({ context, matrix, params, onProgress }) {
    const byUser = positives(matrix, numberOf(params, 'historyExponent'));
    const byItem = transposeCsr(byUser, context.items);
    const k = Math.min(numberOf(params, 'neighbours'), context.items);
    const counts = await productTopK(await context.pool(), byItem, byUser, context.items, k, { skipDiagonal: true });
    onProgress(1);
    return neighbourModel(counts, context.items, params);
  },
};
