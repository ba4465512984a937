import type { Csr } from '../data/records.ts';
import { productTopK, transposeCsr } from '../kernels/index.ts';
import { type AlgorithmDefinition, numberOf, type Params } from './definition.ts';
import { neighbourModel, positives, rowSums } from './neighbours.ts';
import { historyExponent, recency, servedRecency } from './serving-parameters.ts';

/**
 * Item-based k-nearest neighbours: the score of item j is the sum over the history of weight_i · sim(i, j). Similarities:
 * - cosine: Sarwar, Karypis, Konstan and Riedl 2001, "Item-based collaborative filtering recommendation algorithms",
 *   equation 2; with shrinkage h, xᵢ·xⱼ / (|xᵢ| |xⱼ| + h).
 * - bm25: cosine of the columns after Okapi BM25 weighting (Robertson and Walker 1994; k₁ = 1.2, b = 0.75).
 * - rp3beta: Paudel, Christoffel, Newell and Bernstein 2017, "Updatable, accurate, diverse, and scalable recommendations
 *   for interactive applications": the probability of a random walk item → user → item, each transition to the power α,
 *   over the popularity of the target to the power β.
 */
export const itemKnn: AlgorithmDefinition = {
  name: 'item-knn',
  label: 'Item neighbours',
  kind: 'collaborative',
  description:
    'Items that share users with the items of the history. Fast and easy to explain; strong on varied catalogues with short histories.',
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
      label: 'Popularity exponent',
      symbol: 'β',
      description:
        'rp3beta divides by the popularity of the recommended item to the power β; more recommends rarer items.',
    },
    recency,
    neighbours: {
      type: 'integer',
      default: 200,
      min: 5,
      max: 2000,
      log: true,
      label: 'Neighbours',
      symbol: 'k',
      description: 'Most similar items kept for each item.',
    },
    similarity: {
      type: 'choice',
      default: 'rp3beta',
      choices: ['rp3beta', 'cosine', 'bm25'],
      label: 'Similarity',
      description: 'How the similarity of two items is computed from the users that they share.',
    },
    historyExponent,
    alpha: {
      type: 'number',
      default: 1,
      min: 0.1,
      max: 2,
      label: 'Transition exponent',
      symbol: 'α',
      description: 'rp3beta raises each transition probability of the random walk to the power α.',
    },
    shrinkage: {
      fixed: true,
      type: 'number',
      default: 10,
      min: 0,
      max: 1000,
      label: 'Shrinkage',
      symbol: 'h',
      description: 'Added to the denominator of cosine and bm25; lowers the similarity of items with few users.',
    },
  },
  async fit({ context, matrix, params, signal, onProgress }) {
    const pool = await context.pool();
    const byUser = positives(matrix, numberOf(params, 'historyExponent'));
    const byItem = transposeCsr(byUser, context.items);
    onProgress(0.1);
    signal.throwIfAborted();
    const k = Math.min(numberOf(params, 'neighbours'), context.items);
    const { left, right, options } = prepareProduct(byItem, byUser, context.items, params);
    const similarities = await productTopK(pool, left, right, context.items, k, { ...options, skipDiagonal: true });
    onProgress(1);
    return neighbourModel(similarities, context.items, params);
  },
};

/** Left and right factor of the item-item product, and how its entries are normalised. */
function prepareProduct(byItem: Csr, byUser: Csr, items: number, params: Params) {
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

/** Divides each row by its sum (transition probabilities) and raises the entries to the power alpha, in place. */
function stochastic(csr: Csr, alpha: number): Csr {
  const { indptr, values } = csr;
  const sums = rowSums(csr);
  for (let r = 0; r < sums.length; r++) {
    for (let p = indptr[r]; p < indptr[r + 1]; p++) values[p] = (values[p] / sums[r]) ** alpha;
  }
  return csr;
}

/** Okapi BM25 weights with items as documents and users as terms (k₁ = 1.2, b = 0.75). */
function bm25(byItem: Csr, users: number): Csr {
  const items = byItem.indptr.length - 1;
  const mean = byItem.indices.length / Math.max(1, items);
  const itemsOfUser = new Uint32Array(users);
  for (const user of byItem.indices) itemsOfUser[user]++;
  const values = new Float32Array(byItem.values.length);
  for (let i = 0; i < items; i++) {
    const length = 0.25 + (0.75 * (byItem.indptr[i + 1] - byItem.indptr[i])) / mean;
    for (let p = byItem.indptr[i]; p < byItem.indptr[i + 1]; p++) {
      const idf = Math.log(1 + items / (1 + itemsOfUser[byItem.indices[p]]));
      values[p] = (idf * byItem.values[p] * 2.2) / (byItem.values[p] + 1.2 * length);
    }
  }
  return { indptr: byItem.indptr, indices: byItem.indices, values };
}
