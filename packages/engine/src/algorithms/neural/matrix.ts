import { tf } from '../../tensor/tensor.ts';

export interface Matrix {
  data: Float32Array;
  rows: number;
  columns: number;
}

export const matrix = (data: Float32Array, rows: number, columns: number): Matrix => ({ data, rows, columns });

/** A tensor's numbers; they outlive it. */
export const read = (tensor: tf.Tensor): Float32Array => tensor.dataSync<'float32'>();

/**
 * a · b (either may be transposed first) in TensorFlow.js. What is to be transposed is turned beforehand: the WebAssembly
 * backend takes its fast product for matrices as they lie alone.
 */
export function product(a: Matrix, b: Matrix, transposeA = false, transposeB = false): Matrix {
  const laid = ({ data, rows, columns }: Matrix, turned: boolean) => {
    const tensor = tf.tensor2d(data, [rows, columns]);
    return turned ? tf.transpose(tensor) : tensor;
  };
  const result = tf.tidy(() => tf.matMul(laid(a, transposeA), laid(b, transposeB)));
  const [rows, columns] = result.shape;
  const data = read(result);
  result.dispose();
  return { data, rows, columns };
}

/** Each row as shares of 1: e to its values over their sum. */
export function softmax({ data, rows, columns }: Matrix): Matrix {
  const result = tf.tidy(() => tf.softmax(tf.tensor2d(data, [rows, columns])));
  const shares = read(result);
  result.dispose();
  return { data: shares, rows, columns };
}
