import { type AlgorithmDefinition, numberOf } from './definition.ts';
import { servedRecency } from './recency.ts';
import { truncatedSvd } from './spectral/truncated-svd.ts';
import type { TrainingContext } from './training-context.ts';

/**
 * Latent semantic analysis (Deerwester et al. 1990) of what is written about the items. It needs no interaction, so it
 * is what recommends a new item on its first day.
 */
export const content: AlgorithmDefinition = {
  name: 'content',
  kind: 'content',
  description:
    'Items that read alike: title, description, categories, tags and own fields. Works without any interaction.',
  needs: { interactions: false, itemFeatures: true },
  memory: ({ items }, params) => items * (4 * numberOf(params, 'dimensions') * 4 + 400),
  seconds: ({ items }) => 0.2 + items / 10_000,
  served: servedRecency,
  params: {
    recency: { type: 'number', default: 0, min: 0, max: 2, description: 'How much more the newest events count' },
    dimensions: {
      fixed: true,
      type: 'integer',
      default: 128,
      min: 2,
      max: 512,
      log: true,
      description: 'Directions of meaning kept',
    },
  },
  async fit({ context, params, onProgress }) {
    const { vectors, dimensions } = await contentVectors(context, numberOf(params, 'dimensions'));
    onProgress(1);
    return {
      spec: { type: 'vectors', dimensions, recency: numberOf(params, 'recency') },
      arrays: new Map([['itemVectors', { dtype: 'float32', shape: [context.items, dimensions], data: vectors }]]),
    };
  },
};

/** Unit vectors of the items (items × dimensions, row-major); an item without features has a zero vector. */
export function contentVectors(
  context: TrainingContext,
  rank: number,
): Promise<{ vectors: Float32Array; dimensions: number }> {
  return context.once(`content ${rank}`, async () => {
    const features = context.itemFeatures();
    const options = { rank, iterations: 3, seed: context.seed, signal: context.signal };
    const { scaled, width } = await truncatedSvd(await context.pool(), features, features.columns, options);
    // Nothing is written about any item: one silent direction keeps every shape valid.
    if (width === 0) return { vectors: new Float32Array(context.items), dimensions: 1 };
    return { vectors: unitRows(scaled, width), dimensions: width };
  });
}

export function unitRows(rows: Float32Array, d: number): Float32Array {
  for (let at = 0; at < rows.length; at += d) {
    let sum = 0;
    for (let k = 0; k < d; k++) sum += rows[at + k] * rows[at + k];
    // A row that is only rounding error is a row of nothing.
    const inverse = sum > 1e-10 ? 1 / Math.sqrt(sum) : 0;
    for (let k = 0; k < d; k++) rows[at + k] *= inverse;
  }
  return rows;
}
