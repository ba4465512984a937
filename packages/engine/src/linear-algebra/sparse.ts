import type { Csr } from '../contract.ts';

/** A (rows × columns, sparse) · B (columns × d, row-major) → rows × d. */
export function multiplySparse(a: Csr, b: Float32Array, d: number): Float32Array {
  const rows = a.indptr.length - 1;
  const out = new Float32Array(rows * d);
  for (let r = 0; r < rows; r++) {
    const to = r * d;
    for (let p = a.indptr[r]; p < a.indptr[r + 1]; p++) {
      const from = a.indices[p] * d;
      const value = a.values[p];
      for (let k = 0; k < d; k++) out[to + k] += value * b[from + k];
    }
  }
  return out;
}

/** Aᵀ (columns × rows) · B (rows × d, row-major) → columns × d. */
export function multiplyTransposed(a: Csr, columns: number, b: Float32Array, d: number): Float32Array {
  const out = new Float32Array(columns * d);
  for (let r = 0; r + 1 < a.indptr.length; r++) {
    const from = r * d;
    for (let p = a.indptr[r]; p < a.indptr[r + 1]; p++) {
      const to = a.indices[p] * d;
      const value = a.values[p];
      for (let k = 0; k < d; k++) out[to + k] += value * b[from + k];
    }
  }
  return out;
}
