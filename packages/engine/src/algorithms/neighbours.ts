import type { Csr, Interactions } from '../data/records.ts';
import { roundToHalf } from '../math/half-float.ts';
import type { FittedModel } from '../scoring/spec.ts';
import { numberOf, type Params } from './definition.ts';

/**
 * The positive entries of the matrix, each confidence raised to `exponent` (0 counts every interaction alike). `values` is
 * always a new array; `indptr` and `indices` are shared with the input when it has no negative entries.
 */
export function positives(matrix: Interactions, exponent: number): Csr {
  const { indptr: starts, indices: columns, values: confidences } = matrix;
  if (confidences.every((value) => value > 0)) {
    return { indptr: starts, indices: columns, values: confidences.map((value) => value ** exponent) };
  }
  const indptr = new Uint32Array(starts.length);
  const indices = new Uint32Array(columns.length);
  const values = new Float32Array(columns.length);
  let end = 0;
  for (let r = 0; r + 1 < indptr.length; r++) {
    for (let p = starts[r]; p < starts[r + 1]; p++) {
      if (confidences[p] <= 0) continue;
      indices[end] = columns[p];
      values[end++] = confidences[p] ** exponent;
    }
    indptr[r + 1] = end;
  }
  return { indptr, indices: indices.slice(0, end), values: values.slice(0, end) };
}

/** Σ of the values of each row. */
export function rowSums(csr: Csr): Float32Array {
  const sums = new Float32Array(csr.indptr.length - 1);
  for (let r = 0; r < sums.length; r++)
    for (let p = csr.indptr[r]; p < csr.indptr[r + 1]; p++) sums[r] += csr.values[p];
  return sums;
}

/**
 * An item-to-item model (items × items, sparse): the score is the sum of the rows of the history's items. Values are
 * stored in half precision.
 */
export function neighbourModel(similarities: Csr, items: number, params: Params): FittedModel {
  let largest = 0;
  for (const value of similarities.values) largest = Math.max(largest, Math.abs(value));
  // Scaled to at most 1 and rounded before evaluation: the served model has exactly the evaluated values.
  const data = roundToHalf(similarities.values.map((value) => (largest > 0 ? value / largest : 0)));
  return {
    spec: {
      type: 'neighbours',
      recency: numberOf(params, 'recency'),
      historyExponent: numberOf(params, 'historyExponent'),
    },
    arrays: new Map([
      ['indptr', { dtype: 'int32', shape: [items + 1], data: similarities.indptr }],
      ['indices', { dtype: 'int32', shape: [similarities.indices.length], data: similarities.indices }],
      ['values', { dtype: 'float32', shape: [data.length], data, half: true }],
    ]),
  };
}
