import type { Csr, Interactions } from '../data/records.ts';
import { halfTable, toHalf } from '../math/half-float.ts';
import type { FittedModel } from '../scoring/spec.ts';
import { numberOf, type Params } from './definition.ts';

/**
 * The positive part of the matrix, each confidence raised to an exponent (0: any event counts alike). The values are
 * fresh; where all of the matrix is positive the rest is its own.
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

/** What each row adds up to. */
export function rowSums(csr: Csr): Float32Array {
  const sums = new Float32Array(csr.indptr.length - 1);
  for (let r = 0; r < sums.length; r++)
    for (let p = csr.indptr[r]; p < csr.indptr[r + 1]; p++) sums[r] += csr.values[p];
  return sums;
}

/** A model that adds up rows of a sparse item-to-item matrix; its values are kept in half precision. */
export function neighbourModel(likeness: Csr, items: number, params: Params): FittedModel {
  let largest = 0;
  for (const value of likeness.values) largest = Math.max(largest, Math.abs(value));
  // Scaled to at most 1 and rounded here, so that what is evaluated is what is served.
  const rounded = halfTable();
  const data = likeness.values.map((value) => (largest > 0 ? rounded[toHalf(value / largest)] : 0));
  return {
    spec: {
      type: 'neighbours',
      recency: numberOf(params, 'recency'),
      historyExponent: numberOf(params, 'historyExponent'),
    },
    arrays: new Map([
      ['indptr', { dtype: 'int32', shape: [items + 1], data: likeness.indptr }],
      ['indices', { dtype: 'int32', shape: [likeness.indices.length], data: likeness.indices }],
      ['values', { dtype: 'float32', shape: [data.length], data, half: true }],
    ]),
  };
}
