import { type AlgorithmDefinition, numberOf } from './definition.ts';
import { recency, servedRecency } from './serving-parameters.ts';
import { truncatedSvd } from './spectral/truncated-svd.ts';
import type { TrainingContext } from './training-context.ts';

/**
 * Latent semantic analysis (Deerwester et al. 1990, "Indexing by latent semantic analysis"): the truncated SVD of the
 * TF-IDF matrix of item features (features/vocabulary.ts), rows scaled to length 1. The score is the cosine with the
 * weighted sum of the history. It needs no interactions, so it covers new items.
 */
export const content: AlgorithmDefinition = {
  name: 'content',
  label: 'Content',
  kind: 'content',
  description:
    'Items with similar titles, descriptions, categories, tags and custom fields. Works without any interaction.',
  needs: { interactions: false, itemFeatures: true },
  memory: ({ items }, params) => items * (4 * numberOf(params, 'dimensions') * 4 + 400),
  seconds: ({ items }) => 0.2 + items / 10_000,
  served: servedRecency,
  params: {
    recency,
    dimensions: {
      fixed: true,
      type: 'integer',
      default: 128,
      min: 2,
      max: 512,
      log: true,
      label: 'Latent dimensions',
      symbol: 'd',
      description: 'Singular vectors of the feature matrix that are kept.',
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

/** Unit vectors of the items (items × dimensions, row-major); items without features have a zero vector. Cached. */
export function contentVectors(
  context: TrainingContext,
  rank: number,
): Promise<{ vectors: Float32Array; dimensions: number }> {
  return context.cached(`content ${rank}`, async () => {
    const features = context.itemFeatures();
    const options = { rank, iterations: 3, seed: context.seed, signal: context.signal };
    const { scaled, width } = await truncatedSvd(await context.pool(), features, features.columns, options);
    // No item has features: one dimension of zeros keeps every shape valid.
    if (width === 0) return { vectors: new Float32Array(context.items), dimensions: 1 };
    return { vectors: unitRows(scaled, width), dimensions: width };
  });
}

/** Scales each row of `rows` (row-major, width d) to length 1, in place. */
function unitRows(rows: Float32Array, d: number): Float32Array {
  for (let at = 0; at < rows.length; at += d) {
    let sum = 0;
    for (let k = 0; k < d; k++) sum += rows[at + k] * rows[at + k];
    // Below this the row is rounding error: it stays zero instead of being scaled up.
    const inverse = sum > 1e-10 ? 1 / Math.sqrt(sum) : 0;
    for (let k = 0; k < d; k++) rows[at + k] *= inverse;
  }
  return rows;
}
