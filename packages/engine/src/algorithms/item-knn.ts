import type { Csr } from '../data/records.ts';
import { productTopK, transposeCsr } from '../kernels/index.ts';
import { type AlgorithmDefinition, numberOf, type Params } from './definition.ts';
import { neighbourModel, positives, rowSums } from './neighbours.ts';
import { servedRecency } from './recency.ts';

/** Items that the same people met: cosine (Sarwar et al. 2001), BM25-weighted cosine, or RP3β (Paudel et al. 2017). */
export const itemKnn: AlgorithmDefinition = {
  name: 'item-knn',
  kind: 'collaborative',
  description: 'Items that the same people met. Fast, easy to explain, strong where tastes are many and baskets small.',
  needs: { interactions: true, itemFeatures: false },
  memory: ({ items, interactions }, params) => 40 * interactions + items * numberOf(params, 'neighbours') * 24,
  seconds: ({ itemPairs }) => 0.1 + itemPairs / 6e7,
  served: servedRecency,
  params: {
    beta: {
      type: 'number',
      default: 0.2,
      min: 0,
      max: 1.5,
      description: 'How much popular items are held back (rp3beta)',
    },
    recency: { type: 'number', default: 0, min: 0, max: 2, description: 'How much more the newest events count' },
    neighbours: {
      type: 'integer',
      default: 200,
      min: 5,
      max: 2000,
      log: true,
      description: 'Likest items kept per item',
    },
    similarity: {
      type: 'choice',
      default: 'rp3beta',
      choices: ['rp3beta', 'cosine', 'bm25'],
      description: 'Likeness of two items',
    },
    historyExponent: {
      type: 'number',
      default: 0.5,
      min: 0,
      max: 1,
      description: 'How much confidence counts (0: any event alike)',
    },
    alpha: { type: 'number', default: 1, min: 0.1, max: 2, description: 'Exponent of the steps (rp3beta)' },
    shrinkage: {
      fixed: true,
      type: 'number',
      default: 10,
      min: 0,
      max: 1000,
      description: 'Doubt about items that few met (cosine, bm25)',
    },
  },
  async fit({ context, matrix, params, signal, onProgress }) {
    const pool = await context.pool();
    const byUser = positives(matrix, numberOf(params, 'historyExponent'));
    const byItem = transposeCsr(byUser, context.items);
    onProgress(0.1);
    signal.throwIfAborted();
    const k = Math.min(numberOf(params, 'neighbours'), context.items);
    const { left, right, options } = weigh(byItem, byUser, context.items, params);
    const likeness = await productTopK(pool, left, right, context.items, k, { ...options, skipDiagonal: true });
    onProgress(1);
    return neighbourModel(likeness, context.items, params);
  },
};

function weigh(byItem: Csr, byUser: Csr, items: number, params: Params) {
  const similarity = params.similarity;
  if (similarity === 'rp3beta') {
    const alpha = numberOf(params, 'alpha');
    const degrees = rowSums(byItem);
    const scale = degrees.map((degree) => (degree > 0 ? degree ** -numberOf(params, 'beta') : 0));
    return { left: stochastic(byItem, alpha), right: stochastic(byUser, alpha), options: { columnScale: scale } };
  }
  const left = similarity === 'bm25' ? bm25(byItem, byUser.indptr.length - 1) : byItem;
  const right = similarity === 'bm25' ? transposeCsr(left, byUser.indptr.length - 1) : byUser;
  const norms = new Float32Array(items);
  for (let i = 0; i < items; i++) {
    for (let p = left.indptr[i]; p < left.indptr[i + 1]; p++) norms[i] += left.values[p] ** 2;
    norms[i] = Math.sqrt(norms[i]);
  }
  return { left, right, options: { rowNorm: norms, columnNorm: norms, shrinkage: numberOf(params, 'shrinkage') } };
}

/** Makes rows probabilities of a random step, each raised to alpha. */
function stochastic(csr: Csr, alpha: number): Csr {
  const { indptr, values } = csr;
  const sums = rowSums(csr);
  for (let r = 0; r < sums.length; r++) {
    for (let p = indptr[r]; p < indptr[r + 1]; p++) values[p] = (values[p] / sums[r]) ** alpha;
  }
  return csr;
}

/** Okapi BM25 with items as documents and users as words (k1 1.2, b 0.75). */
function bm25(byItem: Csr, users: number): Csr {
  const items = byItem.indptr.length - 1;
  const mean = byItem.indices.length / Math.max(1, items);
  const met = new Uint32Array(users);
  for (const user of byItem.indices) met[user]++;
  const values = new Float32Array(byItem.values.length);
  for (let i = 0; i < items; i++) {
    const length = 0.25 + (0.75 * (byItem.indptr[i + 1] - byItem.indptr[i])) / mean;
    for (let p = byItem.indptr[i]; p < byItem.indptr[i + 1]; p++) {
      const idf = Math.log(1 + items / (1 + met[byItem.indices[p]]));
      values[p] = (idf * byItem.values[p] * 2.2) / (byItem.values[p] + 1.2 * length);
    }
  }
  return { indptr: byItem.indptr, indices: byItem.indices, values };
}
