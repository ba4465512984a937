import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../../tensor/tensor.ts';

export interface Matrix {
  data: Float32Array;
  rows: number;
  columns: number;
}

export const matrix = (data: Float32Array, rows: number, columns: number): Matrix => ({ data, rows, columns });

/** A copy of the numbers of a tensor: valid after it is disposed. */
export const read = (tensor: Tensor): Float32Array => tensor.dataSync<'float32'>();

/**
 * a · b in TensorFlow.js; either may be transposed first. Transposes explicitly, because the WebAssembly backend has a fast
 * product for row-major matrices only.
 */
export function product(a: Matrix, b: Matrix, transposeA = false, transposeB = false): Matrix {
  const oriented = ({ data, rows, columns }: Matrix, transposed: boolean) => {
    const tensor = tf.tensor2d(data, [rows, columns]);
    return transposed ? tf.transpose(tensor) : tensor;
  };
  const result = tf.tidy(() => tf.matMul(oriented(a, transposeA), oriented(b, transposeB)));
  const [rows, columns] = result.shape;
  const data = read(result);
  result.dispose();
  return { data, rows, columns };
}

/** Softmax of each row. */
export function softmax({ data, rows, columns }: Matrix): Matrix {
  const result = tf.tidy(() => tf.softmax(tf.tensor2d(data, [rows, columns])));
  const probabilities = read(result);
  result.dispose();
  return { data: probabilities, rows, columns };
}
