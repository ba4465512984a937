import type { Csr } from '../../data/records.ts';
import { gram, matmul, type Pool, spmm, transposeCsr } from '../../kernels/index.ts';
import { symmetricEigen } from '../../math/eigen.ts';
import { normals, seeded } from '../../math/random.ts';
import { orthonormalise } from './orthonormalise.ts';

export interface LeftFactors {
  /** U·Σ, rows × width, row-major: the rows in the space of the strongest directions. */
  scaled: Float32Array;
  /** U, orthonormal columns. */
  left: Float32Array;
  singularValues: Float64Array;
  width: number;
}

/**
 * The truncated SVD of a sparse matrix by randomized subspace iteration (Halko, Martinsson, Tropp 2011, algorithms 4.4
 * and 5.1): `rank` directions, ten more as slack. The width is smaller where the matrix has a lower rank.
 */
export async function truncatedSvd(
  pool: Pool,
  a: Csr,
  columns: number,
  options: {
    rank: number;
    iterations: number;
    seed: number;
    signal?: AbortSignal;
    onIteration?: (iteration: number) => void;
  },
): Promise<LeftFactors> {
  const rows = a.indptr.length - 1;
  const probes = Math.min(options.rank + 10, rows, columns);
  const nothing = {
    scaled: new Float32Array(0),
    left: new Float32Array(0),
    singularValues: new Float64Array(0),
    width: 0,
  };
  if (probes === 0 || a.indices.length === 0) return nothing;
  const at = transposeCsr(a, columns);
  const start = normals(seeded(options.seed), columns * probes);
  let q = await orthonormalise(pool, await spmm(pool, a, start, probes), rows, probes);
  for (let i = 0; i < options.iterations && q.width > 0; i++) {
    options.onIteration?.(i);
    options.signal?.throwIfAborted();
    const back = await orthonormalise(pool, await spmm(pool, at, q.basis, q.width), columns, q.width);
    q = await orthonormalise(pool, await spmm(pool, a, back.basis, back.width), rows, back.width);
  }
  if (q.width === 0) return nothing;
  // A ≈ Q·B with B = Qᵀ·A; B·Bᵀ = W·Σ²·Wᵀ gives U = Q·W.
  const b = await spmm(pool, at, q.basis, q.width);
  const { values, vectors } = symmetricEigen(await gram(pool, b, q.width), q.width);
  const width = Math.min(options.rank, q.width);
  const w = new Float32Array(q.width * width);
  const singularValues = new Float64Array(width);
  for (let j = 0; j < width; j++) {
    const from = q.width - 1 - j;
    singularValues[j] = Math.sqrt(Math.max(0, values[from]));
    for (let i = 0; i < q.width; i++) w[i * width + j] = vectors[i * q.width + from];
  }
  const left = await matmul(pool, q.basis, w, rows, q.width, width);
  const scaled = left.map((x, i) => x * singularValues[i % width]);
  return { scaled, left, singularValues, width };
}
