/** What the kernels are measured against: the same mathematics, written plainly in f64. */
import type { Csr } from '../src/data/records.ts';

/** Numbers in [0, 1) that depend on the seed alone. */
export function seededUniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 2246822519);
    t = Math.imul(t ^ (t >>> 13), 3266489917);
    return ((t ^ (t >>> 16)) >>> 0) / 4294967296;
  };
}

export function randomMatrix(rows: number, columns: number, seed: number): Float32Array {
  const uniform = seededUniform(seed);
  return Float32Array.from({ length: rows * columns }, () => uniform() * 2 - 1);
}

/** Rows of distinct ascending columns; some rows are empty, some values negative when `signed`. */
export function randomCsr(rows: number, columns: number, density: number, seed: number, signed = false): Csr {
  const uniform = seededUniform(seed);
  const indptr = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (let row = 0; row < rows; row++) {
    const share = uniform() < 0.2 ? 0 : density;
    for (let column = 0; column < columns; column++) {
      if (uniform() >= share) continue;
      indices.push(column);
      values.push((signed && uniform() < 0.25 ? -1 : 1) * (0.25 + uniform()));
    }
    indptr.push(indices.length);
  }
  return { indptr: Uint32Array.from(indptr), indices: Uint32Array.from(indices), values: Float32Array.from(values) };
}

export function toDense(csr: Csr, columns: number): Float64Array {
  const rows = csr.indptr.length - 1;
  const out = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let at = csr.indptr[row]; at < csr.indptr[row + 1]; at++)
      out[row * columns + csr.indices[at]] += csr.values[at];
  }
  return out;
}

export function multiply(a: ArrayLike<number>, b: ArrayLike<number>, m: number, k: number, n: number): Float64Array {
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let x = 0; x < k; x++) for (let j = 0; j < n; j++) out[i * n + j] += a[i * k + x] * b[x * n + j];
  }
  return out;
}

export function transpose(a: ArrayLike<number>, rows: number, columns: number): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, at) => a[(at % rows) * columns + Math.floor(at / rows)]);
}

/** Solves A x = b by elimination with pivoting. */
export function solve(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const m = Float64Array.from(a);
  const x = Float64Array.from(b);
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(m[r * n + c]) > Math.abs(m[pivot * n + c])) pivot = r;
    for (let k = 0; k < n; k++) [m[c * n + k], m[pivot * n + k]] = [m[pivot * n + k], m[c * n + k]];
    [x[c], x[pivot]] = [x[pivot], x[c]];
    for (let r = c + 1; r < n; r++) {
      const factor = m[r * n + c] / m[c * n + c];
      for (let k = c; k < n; k++) m[r * n + k] -= factor * m[c * n + k];
      x[r] -= factor * x[c];
    }
  }
  for (let r = n - 1; r >= 0; r--) {
    for (let k = r + 1; k < n; k++) x[r] -= m[r * n + k] * x[k];
    x[r] /= m[r * n + r];
  }
  return x;
}

export interface Weighting {
  regularization: number;
  regularizationExponent: number;
  unobservedWeight: number;
}

/** One half iteration of iALS, solved exactly: rows × d from the other side's factors. */
export function solveRows(csr: Csr, other: ArrayLike<number>, d: number, weighting: Weighting): Float64Array {
  const rows = csr.indptr.length - 1;
  const others = other.length / d;
  const base = multiply(transpose(other, others, d), other, d, others, d);
  const out = new Float64Array(rows * d);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [csr.indptr[row], csr.indptr[row + 1]];
    if (from === to) continue;
    const a = base.map((value) => value * weighting.unobservedWeight);
    const b = new Float64Array(d);
    let weight = weighting.unobservedWeight * others;
    for (let at = from; at < to; at++) {
      const value = csr.values[at];
      weight += Math.abs(value);
      for (let i = 0; i < d; i++) {
        const y = other[csr.indices[at] * d + i];
        b[i] += Math.max(0, value) * y;
        for (let j = 0; j < d; j++) a[i * d + j] += Math.abs(value) * y * other[csr.indices[at] * d + j];
      }
    }
    const lambda = weighting.regularization * weight ** weighting.regularizationExponent;
    for (let i = 0; i < d; i++) a[i * d + i] += lambda;
    out.set(solve(a, b), row * d);
  }
  return out;
}

/** Largest |a − b| relative to the largest |b| (or 1e-6). */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let scale = 1e-6;
  for (let k = 0; k < b.length; k++) {
    difference = Math.max(difference, Math.abs(a[k] - b[k]));
    scale = Math.max(scale, Math.abs(b[k]));
  }
  return difference / scale;
}

/** Indices of the k largest scores among the allowed, best first, lower index first when equal. */
export function topOf(
  scores: ArrayLike<number>,
  k: number,
  allowed: (index: number) => boolean = () => true,
): number[] {
  return Array.from({ length: scores.length }, (_, index) => index)
    .filter(allowed)
    .sort((a, b) => scores[b] - scores[a] || a - b)
    .slice(0, k);
}
