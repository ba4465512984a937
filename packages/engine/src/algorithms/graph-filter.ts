import type { Csr } from '../contract.ts';
import { transposeCsr } from '../kernels/index.ts';
import { truncatedSvd } from '../linear-algebra/truncated-svd.ts';
import { topIndices } from '../serve/top.ts';
import { type AlgorithmDefinition, type FitInput, numberOf } from './definition.ts';
import { neighbourModel, positives } from './neighbours.ts';
import { servedRecency } from './recency.ts';

/**
 * A linear filter on the graph of who met what: with R̃ = D_u^-½ R D_i^-½ and V its strongest right singular vectors, the
 * item-to-item matrix is R̃ᵀR̃·D_i^g (one step through the graph, the popular favoured by g) plus `lowPass` times the
 * smooth part D_i^-½ V Σ^p Vᵀ D_i^½ (GF-CF, Shen et al. 2021, equation 13, with p = 0; sharper spectra as BSPM, Choi et
 * al. 2023). Every row keeps its strongest entries, which loses nothing in ranking and makes it fast to serve.
 */
export const graphFilter: AlgorithmDefinition = {
  name: 'graph-filter',
  kind: 'collaborative',
  description: 'A low-pass filter on the graph of who met what. Strongest on large, sparse catalogues.',
  needs: { interactions: true, itemFeatures: false, mostItems: 150_000 },
  memory: ({ items, users, interactions }, params) => {
    const k = Math.min(numberOf(params, 'factors') + 10, users, items);
    return 36 * interactions + 16 * k * (items + users) + items * numberOf(params, 'neighbours') * 12 + 2400 * items;
  },
  seconds: ({ interactions, itemPairs, items, users }, params) => {
    const k = Math.min(numberOf(params, 'factors') + 10, users, items);
    const svd = (8 * interactions * k + 14 * (items + users) * k * k) / 1e10 + (8 * k ** 3) / 1e9;
    return 0.3 + svd + (k * Math.min(itemPairs, items * items)) / 1e9 + itemPairs / 1e8;
  },
  served: servedRecency,
  params: {
    lowPass: {
      type: 'number',
      default: 0.8,
      min: 0.02,
      max: 20,
      log: true,
      description: 'How much the smooth part counts',
    },
    popularity: { type: 'number', default: 0.25, min: 0, max: 0.6, description: 'How much popular items are favoured' },
    sharpness: {
      type: 'number',
      default: 0.5,
      min: 0,
      max: 2,
      description: 'How much strong tastes outweigh weak ones',
    },
    recency: { type: 'number', default: 0, min: 0, max: 2, description: 'How much more the newest events count' },
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
    const { workshop, matrix, params, onProgress } = input;
    const byUser = positives(matrix, numberOf(params, 'historyExponent'));
    const sums = { user: rowSums(byUser), item: columnSums(byUser, workshop.items) };
    const normalised = normalise(byUser, sums);
    const smooth = await smoothPart(input, transposeCsr(normalised, workshop.items), sums.item);
    onProgress(0.4);
    return neighbourModel(await strongestRows(input, normalised, smooth, sums.item), workshop.items, params);
  },
};

interface Smooth {
  /** D_i^-½ V Σ^p, items × width. */
  left: Float32Array;
  /** D_i^½ V, items × width. */
  right: Float32Array;
  width: number;
}

async function smoothPart(input: FitInput, byItem: Csr, degrees: Float32Array): Promise<Smooth> {
  const { workshop, params, signal, onProgress } = input;
  await workshop.tensors();
  const rank = Math.min(numberOf(params, 'factors'), Math.ceil(Math.min(workshop.users, workshop.items) / 2));
  const options = {
    rank,
    iterations: 3,
    seed: workshop.seed,
    signal,
    onIteration: (i: number) => onProgress(0.1 * (i + 1)),
  };
  const { left: v, singularValues, width } = await truncatedSvd(await workshop.pool(), byItem, workshop.users, options);
  const sharpness = numberOf(params, 'sharpness');
  const strength = singularValues.map((s) => (s > 0 ? (s / singularValues[0]) ** sharpness : 0));
  const left = new Float32Array(v.length);
  const right = new Float32Array(v.length);
  for (let item = 0; item < degrees.length; item++) {
    const root = Math.sqrt(degrees[item]);
    for (let k = 0; k < width; k++) {
      const value = v[item * width + k];
      left[item * width + k] = root > 0 ? (value * strength[k]) / root : 0;
      right[item * width + k] = value * root;
    }
  }
  return { left, right, width };
}

/**
 * The rows, one after another. The smooth part is worked out where one step through the graph leads at all: where it
 * does not, it is small, and working it out everywhere would be most of the work.
 */
async function strongestRows(input: FitInput, byUser: Csr, smooth: Smooth, degrees: Float32Array): Promise<Csr> {
  const { workshop, params, signal, onProgress } = input;
  const { items } = workshop;
  const byItem = transposeCsr(byUser, items);
  const favour = degrees.map((degree) => degree ** numberOf(params, 'popularity'));
  const lowPass = numberOf(params, 'lowPass');
  const k = Math.min(numberOf(params, 'neighbours'), items);
  const columns: Uint32Array[] = [];
  const values: Float32Array[] = [];
  const indptr = new Uint32Array(items + 1);
  const row = new Float32Array(items);
  const reached = new Uint32Array(items);
  for (let item = 0; item < items; item++) {
    if (item % 256 === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      onProgress(0.4 + (0.6 * item) / items);
    }
    const found = reached.subarray(0, step(row, reached, item, byItem, byUser));
    const scores = new Float32Array(found.length);
    for (let n = 0; n < found.length; n++) {
      const other = found[n];
      scores[n] = row[other] * favour[other] + lowPass * dot(smooth, item, other);
      row[other] = 0;
    }
    const top = topIndices(scores, k).filter((n) => scores[n] > 0);
    columns.push(top.map((n) => found[n]));
    values.push(Float32Array.from(top, (n) => scores[n]));
    indptr[item + 1] = indptr[item] + top.length;
  }
  return {
    indptr,
    indices: joined(columns, (n) => new Uint32Array(n)),
    values: joined(values, (n) => new Float32Array(n)),
  };
}

/** Adds the row of R̃ᵀR̃ that belongs to an item to `row`, lists the columns reached, returns how many. */
function step(row: Float32Array, reached: Uint32Array, item: number, byItem: Csr, byUser: Csr): number {
  let count = 0;
  for (let p = byItem.indptr[item]; p < byItem.indptr[item + 1]; p++) {
    const user = byItem.indices[p];
    const weight = byItem.values[p];
    for (let q = byUser.indptr[user]; q < byUser.indptr[user + 1]; q++) {
      const other = byUser.indices[q];
      if (row[other] === 0) reached[count++] = other;
      row[other] += weight * byUser.values[q];
    }
  }
  return count;
}

function dot({ left, right, width }: Smooth, from: number, to: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let a = from * width;
  let b = to * width;
  const end = a + width;
  for (; a + 3 < end; a += 4, b += 4) {
    s0 += left[a] * right[b];
    s1 += left[a + 1] * right[b + 1];
    s2 += left[a + 2] * right[b + 2];
    s3 += left[a + 3] * right[b + 3];
  }
  for (; a < end; a++, b++) s0 += left[a] * right[b];
  return s0 + s1 + s2 + s3;
}

function normalise(byUser: Csr, sums: { user: Float32Array; item: Float32Array }): Csr {
  const values = new Float32Array(byUser.values.length);
  for (let u = 0; u < sums.user.length; u++) {
    for (let p = byUser.indptr[u]; p < byUser.indptr[u + 1]; p++) {
      values[p] = byUser.values[p] / Math.sqrt(sums.user[u] * sums.item[byUser.indices[p]]);
    }
  }
  return { indptr: byUser.indptr, indices: byUser.indices, values };
}

function rowSums(csr: Csr): Float32Array {
  const sums = new Float32Array(csr.indptr.length - 1);
  for (let r = 0; r < sums.length; r++)
    for (let p = csr.indptr[r]; p < csr.indptr[r + 1]; p++) sums[r] += csr.values[p];
  return sums;
}

function columnSums(csr: Csr, columns: number): Float32Array {
  const sums = new Float32Array(columns);
  for (let p = 0; p < csr.indices.length; p++) sums[csr.indices[p]] += csr.values[p];
  return sums;
}

function joined<T extends Uint32Array | Float32Array>(parts: T[], make: (length: number) => T): T {
  const out = make(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
