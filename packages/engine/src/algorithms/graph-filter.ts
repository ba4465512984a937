import type { Csr } from '../data/records.ts';
import { productTopK, transposeCsr } from '../kernels/index.ts';
import { type AlgorithmDefinition, type FitInput, numberOf } from './definition.ts';
import { neighbourModel, positives, rowSums } from './neighbours.ts';
import { servedRecency } from './recency.ts';
import { truncatedSvd } from './spectral/truncated-svd.ts';

/**
 * A linear filter on the graph of who met what. With R̃ = D_u^-½ R D_i^-½, S = R̃ᵀR̃ and V its strongest eigenvectors, of
 * eigenvalues λ ≤ 1, the item-to-item matrix is D_i^-b (S·exp(-t·S) + w·V Vᵀ) D_i^p: one step through the graph,
 * sharpened by t (BSPM, Choi et al. 2023: what all have in common counts less), plus w times the ideal
 * low-pass part (GF-CF, Shen et al. 2021, equation 13). b and p say how popular items count in a history and in the
 * answer; b = ½, p = 0.45, t = w = 0 is RP3β with β = 0.05 (Paudel et al. 2017). The sharpening is worked out on V, outside
 * of which λ is too small to matter. Every row keeps its strongest entries, which makes it fast to serve.
 */
export const graphFilter: AlgorithmDefinition = {
  name: 'graph-filter',
  kind: 'collaborative',
  description: 'A filter on the graph of who met what. Strongest on large, sparse catalogues.',
  needs: { interactions: true, itemFeatures: false, mostItems: 150_000 },
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
      description: 'How much the smooth part counts',
    },
    sharpening: { type: 'number', default: 0.8, min: 0, max: 4, description: 'How much less counts what all share' },
    recency: { type: 'number', default: 0, min: 0, max: 2, description: 'How much more the newest events count' },
    popularity: { type: 'number', default: 0.45, min: 0, max: 0.6, description: 'How much popular items are favoured' },
    balance: {
      type: 'number',
      default: 0.5,
      min: 0,
      max: 0.8,
      description: 'How much less a popular item in a history says',
    },
    historyExponent: {
      type: 'number',
      default: 0.5,
      min: 0,
      max: 1,
      description: 'How much confidence counts (0: any event alike)',
    },
    factors: {
      fixed: true,
      type: 'integer',
      default: 448,
      min: 4,
      max: 768,
      log: true,
      description: 'Width of the smooth part',
    },
    neighbours: {
      fixed: true,
      type: 'integer',
      default: 400,
      min: 5,
      max: 4000,
      log: true,
      description: 'Strongest entries kept',
    },
  },
  async fit(input) {
    const { context, matrix, params, onProgress, signal } = input;
    const { items } = context;
    const byUser = positives(matrix, numberOf(params, 'historyExponent'));
    const degrees = columnSums(byUser, items);
    const normalised = normalise(byUser, rowSums(byUser), degrees);
    const byItem = transposeCsr(normalised, items);
    const spectrum = await context.onceFor(matrix, `spectrum ${params.factors} ${params.historyExponent}`, () =>
      strongest(input, byItem),
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
        thin: smoothPart(spectrum, numberOf(params, 'sharpening'), numberOf(params, 'lowPass')),
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
  /** Of S, falling, the first of them 1 where all is connected. */
  eigenvalues: Float64Array;
}

async function strongest({ context, params, signal, onProgress }: FitInput, byItem: Csr): Promise<Spectrum> {
  const { left, singularValues } = await truncatedSvd(await context.pool(), byItem, context.users, {
    rank: Math.min(numberOf(params, 'factors'), Math.ceil(Math.min(context.users, context.items) / 2)),
    iterations: 3,
    seed: context.seed,
    signal,
    onIteration: (i: number) => onProgress(0.15 * (i + 1)),
  });
  return { vectors: left, eigenvalues: singularValues.map((s) => s * s) };
}

/** V·g(λ)·Vᵀ with g(λ) = w + λ(exp(-tλ) - 1): what the low-pass part adds and the sharpening takes away. */
function smoothPart({ vectors, eigenvalues }: Spectrum, t: number, w: number) {
  const width = eigenvalues.length;
  const gains = eigenvalues.map((value) => w + value * (Math.exp(-t * value) - 1));
  return { left: vectors.map((value, at) => value * gains[at % width]), right: vectors, width };
}

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
