import type { Csr } from '../data/records.ts';
import { productTopK, transposeCsr } from '../kernels/index.ts';
import { type AlgorithmDefinition, type FitInput, numberOf } from './definition.ts';
import { neighbourModel, positives, rowSums } from './neighbours.ts';
import { historyExponent, recency, servedRecency } from './serving-parameters.ts';
import { truncatedSvd } from './spectral/truncated-svd.ts';

/**
 * A linear filter on the bipartite graph of users and items. With R̃ = D_u^-½ R D_i^-½, S = R̃ᵀR̃ and V its d
 * leading eigenvectors (eigenvalues λ ≤ 1), the item-to-item matrix is D_i^-b (S·exp(−t·S) + w·V Vᵀ) D_i^p:
 * - S·exp(−t·S) is one step through the graph, sharpened for time t (Choi et al. 2023, "Blurring-sharpening process models
 *   for collaborative filtering"): it damps the components that all users share.
 * - w·V Vᵀ is the ideal low-pass filter (Shen et al. 2021, "How powerful is graph convolution for recommendation?",
 *   GF-CF, equation 13).
 * - b and p are the exponents of popularity in the history and in the recommendations; b = ½, p = 0.45, t = w = 0 is
 *   RP3β with β = 0.05 (Paudel et al. 2017).
 * The sharpening is computed on V only: outside of it λ is too small to matter. Each row keeps its k largest entries.
 */
export const graphFilter: AlgorithmDefinition = {
  name: 'graph-filter',
  label: 'Graph filter',
  kind: 'collaborative',
  description: 'A spectral filter on the graph of users and items. Strongest on large, sparse catalogues.',
  needs: { interactions: true, itemFeatures: false, maxItems: 150_000 },
  memory: ({ items, users, interactions }, params) => {
    const k = Math.min(numberOf(params, 'factors') + 10, users, items);
    return (100 << 20) + 36 * interactions + 16 * k * (items + users) + items * numberOf(params, 'neighbours') * 24;
  },
  seconds: ({ interactions, itemPairs, items, users }, params) => {
    const k = Math.min(numberOf(params, 'factors') + 10, users, items);
    const svd = (8 * interactions * k + 14 * (items + users) * k * k) / 2.5e10 + (8 * k ** 3) / 1e9;
    return 0.3 + svd + (k * Math.min(itemPairs, items * items)) / 8e9 + itemPairs / 1e8;
  },
  served: servedRecency,
  params: {
    lowPass: {
      type: 'number',
      default: 0.2,
      min: 0.01,
      max: 5,
      log: true,
      label: 'Weight of the low-pass filter',
      symbol: 'w',
      description: 'Weight of the ideal low-pass part V Vᵀ against the single step through the graph.',
    },
    sharpening: {
      type: 'number',
      default: 0.8,
      min: 0,
      max: 4,
      label: 'Sharpening time',
      symbol: 't',
      description: 'The step through the graph is multiplied by exp(−t·S), which damps what all users have in common.',
    },
    recency,
    popularity: {
      type: 'number',
      default: 0.45,
      min: 0,
      max: 0.6,
      label: 'Popularity exponent of recommendations',
      symbol: 'p',
      description: 'Scores are multiplied by the popularity of the recommended item to the power p.',
    },
    balance: {
      type: 'number',
      default: 0.5,
      min: 0,
      max: 0.8,
      label: 'Popularity exponent of the history',
      symbol: 'b',
      description: 'Each item of the history is divided by its popularity to the power b.',
    },
    historyExponent,
    factors: {
      fixed: true,
      type: 'integer',
      default: 448,
      min: 4,
      max: 768,
      log: true,
      label: 'Eigenvectors',
      symbol: 'd',
      description: 'Leading eigenvectors of the item graph that the low-pass filter keeps.',
    },
    neighbours: {
      fixed: true,
      type: 'integer',
      default: 400,
      min: 5,
      max: 4000,
      log: true,
      label: 'Neighbours',
      symbol: 'k',
      description: 'Largest entries kept in each row of the item-to-item matrix.',
    },
  },
  async fit(input) {
    const { context, matrix, params, onProgress, signal } = input;
    const { items } = context;
    const byUser = positives(matrix, numberOf(params, 'historyExponent'));
    const degrees = columnSums(byUser, items);
    const normalised = normalise(byUser, rowSums(byUser), degrees);
    const byItem = transposeCsr(normalised, items);
    const spectrum = await context.cachedFor(matrix, `spectrum ${params.factors} ${params.historyExponent}`, () =>
      leadingEigenvectors(input, byItem),
    );
    onProgress(0.6);
    signal.throwIfAborted();
    const filter = await productTopK(
      await context.pool(),
      byItem,
      normalised,
      items,
      Math.min(numberOf(params, 'neighbours'), items),
      {
        thin: lowRankPart(spectrum, numberOf(params, 'sharpening'), numberOf(params, 'lowPass')),
        rowNorm: degrees.map((degree) => Math.max(degree, 1e-6) ** numberOf(params, 'balance')),
        columnScale: degrees.map((degree) => degree ** numberOf(params, 'popularity')),
        skipDiagonal: true,
      },
    );
    onProgress(1);
    return neighbourModel(filter, items, params);
  },
};

interface Spectrum {
  /** V, items × width, row-major. */
  vectors: Float32Array;
  /** Of S, in falling order; the first is 1 when the graph is connected. */
  eigenvalues: Float64Array;
}

/** Of S, by the SVD of R̃ᵀ (items × users): the eigenvalues are the squared singular values. */
async function leadingEigenvectors({ context, params, signal, onProgress }: FitInput, byItem: Csr): Promise<Spectrum> {
  const { left, singularValues } = await truncatedSvd(await context.pool(), byItem, context.users, {
    rank: Math.min(numberOf(params, 'factors'), Math.ceil(Math.min(context.users, context.items) / 2)),
    iterations: 3,
    seed: context.seed,
    signal,
    onIteration: (i: number) => onProgress(0.15 * (i + 1)),
  });
  return { vectors: left, eigenvalues: singularValues.map((s) => s * s) };
}

/** V·g(λ)·Vᵀ with g(λ) = w + λ(exp(−tλ) − 1): the low-pass part added, the sharpening subtracted. */
function lowRankPart({ vectors, eigenvalues }: Spectrum, t: number, w: number) {
  const width = eigenvalues.length;
  const gains = eigenvalues.map((value) => w + value * (Math.exp(-t * value) - 1));
  return { left: vectors.map((value, at) => value * gains[at % width]), right: vectors, width };
}

/** R̃: each value over the root of the product of its user's and its item's degree. */
function normalise(byUser: Csr, ofUser: Float32Array, ofItem: Float32Array): Csr {
  const values = new Float32Array(byUser.values.length);
  for (let u = 0; u < ofUser.length; u++) {
    for (let p = byUser.indptr[u]; p < byUser.indptr[u + 1]; p++) {
      values[p] = byUser.values[p] / Math.sqrt(ofUser[u] * ofItem[byUser.indices[p]]);
    }
  }
  return { indptr: byUser.indptr, indices: byUser.indices, values };
}

function columnSums(csr: Csr, columns: number): Float32Array {
  const sums = new Float32Array(columns);
  for (let p = 0; p < csr.indices.length; p++) sums[csr.indices[p]] += csr.values[p];
  return sums;
}
