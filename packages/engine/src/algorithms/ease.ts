import { DivergedError } from '../data/errors.ts';
import type { Csr } from '../data/records.ts';
import { invertSpd, type Pool } from '../kernels/index.ts';
import { topIndices } from '../math/top.ts';
import { type AlgorithmDefinition, numberOf, type Params } from './definition.ts';
import { neighbourModel, positives } from './neighbours.ts';
import { historyExponent, recency, servedRecency } from './serving-parameters.ts';
import type { TrainingContext } from './training-context.ts';

/**
 * EASE: Steck 2019, "Embarrassingly shallow autoencoders for sparse data", equation 8: B = I − P / diag(P) with
 * P = (XᵀX + λI)⁻¹, the least-squares item-to-item matrix with a zero diagonal, in closed form. With `featureWeight` α the
 * item features are appended to X as rows of weight α (Jeunen, Van Balen and Goethals 2020, "Closed-form models for
 * collaborative filtering with side-information"), which covers items with few or no interactions. Each row keeps its k
 * largest entries by magnitude.
 */
export const ease: AlgorithmDefinition = {
  name: 'ease',
  label: 'EASE',
  kind: 'collaborative',
  description:
    'Linear item-to-item regression, solved in closed form. Strongest on catalogues of up to about 12,000 items.',
  needs: { interactions: true, itemFeatures: false },
  memory: ({ items, interactions }, params) => {
    const n = Math.min(items, numberOf(params, 'maxItems')) + 96;
    return 4 * n * n + 12 * interactions + n * numberOf(params, 'neighbours') * 16;
  },
  seconds: ({ itemPairs, items }, params) => {
    const n = Math.min(items, numberOf(params, 'maxItems'));
    return 0.3 + n ** 3 / 2.5e10 + (3 * itemPairs) / 1e9;
  },
  served: servedRecency,
  params: {
    regularization: {
      type: 'number',
      default: 200,
      min: 1,
      max: 20_000,
      log: true,
      label: 'L2 regularisation',
      symbol: 'λ',
      description: 'Added to the diagonal of XᵀX; larger values favour items with many interactions.',
    },
    recency,
    featureWeight: {
      type: 'number',
      default: 0,
      min: 0,
      max: 800,
      label: 'Weight of item features',
      symbol: 'α',
      description: 'Weight of the feature rows appended to the interactions; 0 ignores item features.',
    },
    historyExponent,
    maxItems: {
      fixed: true,
      type: 'integer',
      default: 3600,
      min: 100,
      max: 14_000,
      log: true,
      label: 'Items modelled',
      symbol: 'n',
      description: 'Only the n items with the most users are modelled; time grows with n³ and memory with n².',
    },
    neighbours: {
      fixed: true,
      type: 'integer',
      default: 300,
      min: 5,
      max: 4000,
      log: true,
      label: 'Neighbours',
      symbol: 'k',
      description: 'Entries kept in each row of the item-to-item matrix, largest magnitude first.',
    },
  },
  async fit({ context, matrix, params, signal, onProgress }) {
    const pool = await context.pool();
    const byUser = positives(matrix, numberOf(params, 'historyExponent'));
    const chosen = mostPopular(byUser, context, params);
    const n = Math.ceil(chosen.length / 96) * 96;
    const gram = pool.float32(n * n);
    try {
      addGram(gram, n, byUser, positionsOf(chosen, context.items), 1);
      const featureWeight = numberOf(params, 'featureWeight');
      if (featureWeight > 0) addFeatures(gram, n, context, chosen, featureWeight);
      for (let i = 0; i < n; i++) gram[i * n + i] += numberOf(params, 'regularization');
      onProgress(0.2);
      signal.throwIfAborted();
      await invert(pool, gram, n);
      onProgress(0.8);
      signal.throwIfAborted();
      return neighbourModel(strongest(gram, n, chosen, context.items, params), context.items, params);
    } finally {
      pool.release(gram);
    }
  },
};

async function invert(pool: Pool, gram: Float32Array, n: number): Promise<void> {
  try {
    await invertSpd(pool, gram, n);
  } catch (error) {
    throw new DivergedError(
      `EASE cannot be solved with this regularization: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** Indices of the modelled items, most users first. Items without users are included only when features are used. */
function mostPopular(byUser: Csr, context: TrainingContext, params: Params): Uint32Array {
  const counts = new Uint32Array(context.items);
  for (const item of byUser.indices) counts[item]++;
  const withFeatures = numberOf(params, 'featureWeight') > 0;
  return Uint32Array.from({ length: context.items }, (_, i) => i)
    .filter((item) => withFeatures || counts[item] > 0)
    .sort((a, b) => counts[b] - counts[a] || a - b)
    .slice(0, numberOf(params, 'maxItems'));
}

/** For each item its position in `chosen`, or -1. */
function positionsOf(chosen: Uint32Array, items: number): Int32Array {
  const at = new Int32Array(items).fill(-1);
  chosen.forEach((item, position) => {
    at[item] = position;
  });
  return at;
}

/** gram += weight · XᵀX over the chosen columns of X's rows. */
function addGram(gram: Float32Array, n: number, rows: Csr, at: Int32Array, weight: number): void {
  for (let r = 0; r + 1 < rows.indptr.length; r++) {
    for (let p = rows.indptr[r]; p < rows.indptr[r + 1]; p++) {
      const i = at[rows.indices[p]];
      if (i < 0) continue;
      const scaled = weight * rows.values[p];
      for (let q = rows.indptr[r]; q < rows.indptr[r + 1]; q++) {
        const j = at[rows.indices[q]];
        if (j >= 0) gram[i * n + j] += scaled * rows.values[q];
      }
    }
  }
}

/** gram += weight · FᵀF for the feature rows F: the similarity of the items' features. */
function addFeatures(
  gram: Float32Array,
  n: number,
  context: TrainingContext,
  chosen: Uint32Array,
  weight: number,
): void {
  const features = context.itemFeatures();
  const byTerm: number[][] = Array.from({ length: features.columns }, () => []);
  chosen.forEach((item, position) => {
    for (let p = features.indptr[item]; p < features.indptr[item + 1]; p++)
      byTerm[features.indices[p]].push(position, features.values[p]);
  });
  for (const entries of byTerm) {
    for (let p = 0; p < entries.length; p += 2) {
      const row = entries[p] * n;
      const scaled = weight * entries[p + 1];
      for (let q = 0; q < entries.length; q += 2) gram[row + entries[q]] += scaled * entries[q + 1];
    }
  }
}

/** B[j, i] = −P[j, i] / P[i, i]; the k largest entries of each row by magnitude. */
function strongest(inverse: Float32Array, n: number, chosen: Uint32Array, items: number, params: Params): Csr {
  const k = Math.min(numberOf(params, 'neighbours'), chosen.length);
  const rows = new Map<number, { columns: Uint32Array; values: Float32Array }>();
  const magnitudes = new Float32Array(chosen.length);
  chosen.forEach((item, j) => {
    for (let i = 0; i < chosen.length; i++)
      magnitudes[i] = i === j ? 0 : Math.abs(inverse[j * n + i] / inverse[i * n + i]);
    const columns = topIndices(magnitudes, k).filter((i) => magnitudes[i] > 0);
    const values = Float32Array.from(columns, (i) => -inverse[j * n + i] / inverse[i * n + i]);
    rows.set(item, { columns: columns.map((i) => chosen[i]), values });
  });
  const indptr = new Uint32Array(items + 1);
  for (let item = 0; item < items; item++) indptr[item + 1] = indptr[item] + (rows.get(item)?.columns.length ?? 0);
  const out: Csr = { indptr, indices: new Uint32Array(indptr[items]), values: new Float32Array(indptr[items]) };
  for (const [item, row] of rows) {
    out.indices.set(row.columns, indptr[item]);
    out.values.set(row.values, indptr[item]);
  }
  return out;
}
