import { gram, matmul, type Pool } from '../../kernels/index.ts';
import { symmetricEigen } from '../../math/eigen.ts';

/**
 * An orthonormal basis of the columns of y (rows × k): Y·W·Λ^-½ from the eigenvectors of YᵀY. Directions without
 * weight are dropped, so the basis may have fewer columns.
 */
export async function orthonormalise(
  pool: Pool,
  y: Float32Array,
  rows: number,
  k: number,
): Promise<{ basis: Float32Array; width: number }> {
  const { values, vectors } = symmetricEigen(await gram(pool, y, k), k);
  const floor = 1e-6 * Math.max(values[k - 1], 0);
  const kept: number[] = [];
  for (let j = k - 1; j >= 0; j--) if (values[j] > floor && values[j] > 0) kept.push(j);
  const w = new Float32Array(k * kept.length);
  kept.forEach((j, column) => {
    for (let i = 0; i < k; i++) w[i * kept.length + column] = vectors[i * k + j] / Math.sqrt(values[j]);
  });
  if (kept.length === 0) return { basis: new Float32Array(0), width: 0 };
  return { basis: await matmul(pool, y, w, rows, k, kept.length), width: kept.length };
}
