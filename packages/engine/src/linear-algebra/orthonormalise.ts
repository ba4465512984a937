import { gram, type Pool } from '../kernels/index.ts';
import { tf } from '../tensor.ts';
import { symmetricEigen } from './eigen.ts';

/** y (rows × k) · w (k × m) in TensorFlow.js. */
export function multiplyDense(y: Float32Array, rows: number, k: number, w: Float32Array, m: number): Float32Array {
  const left = tf.tensor2d(y, [rows, k]);
  const right = tf.tensor2d(w, [k, m]);
  return taken(tf.matMul(left, right), left, right);
}

/** The numbers of a product; frees it and its inputs. (tf.tidy would walk through every number that it is given back.) */
function taken(product: tf.Tensor, ...inputs: tf.Tensor[]): Float32Array {
  const numbers = Float32Array.from(product.dataSync());
  for (const tensor of [product, ...inputs]) tensor.dispose();
  return numbers;
}

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
  return { basis: multiplyDense(y, rows, k, w, kept.length), width: kept.length };
}
