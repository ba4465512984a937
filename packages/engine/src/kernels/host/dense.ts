import { evenBounds } from './csr.ts';
import type { Pool } from './pool.ts';

const BLOCK = 96;
const DEPTH = 256;

/** a (m × k) · b (k × n), row-major, on all threads; f32 sums. */
export function matmul(
  pool: Pool,
  a: Float32Array,
  b: Float32Array,
  m: number,
  k: number,
  n: number,
): Promise<Float32Array> {
  if (a.length !== m * k || b.length !== k * n) throw new Error(`The matrices are not ${m} × ${k} and ${k} × ${n}.`);
  return pool.hold(async (session) => {
    const panels = Math.ceil(n / 8);
    const packed = session.allocate(panels * k * 32);
    await session.run('packPanels', evenBounds(panels, 16), [session.place(b), k, n, packed]);
    const out = session.allocate(m * n * 4);
    const scratch = { bytes: BLOCK * DEPTH * 4 + 256 };
    await session.run(
      'matmulBlocks',
      evenBounds(Math.ceil(m / BLOCK)),
      [session.place(a), packed, out, m, k, n],
      scratch,
    );
    return new Float32Array(session.f32(out, m * n));
  });
}

/**
 * Inverts a symmetric positive definite n × n matrix in place and returns it. Blocked sweep (Beaton 1964) over pivots
 * of 96 rows: each is inverted by Cholesky in f64, the rest updated in f32 by the register tile of the matrix product,
 * n³ flops in all. An array of `pool.float32` is not copied. Throws when a pivot is not positive definite.
 */
export async function invertSpd(pool: Pool, matrix: Float32Array, n: number): Promise<Float32Array> {
  if (matrix.length !== n * n) throw new Error(`The matrix is not ${n} × ${n}.`);
  const blocks = Math.ceil(n / BLOCK);
  const size = blocks * BLOCK;
  return pool.hold(async (session) => {
    const inPlace = size === n && pool.owns(matrix);
    const at = inPlace ? session.place(matrix) : session.allocate(size * size * 4);
    const a = session.f32(at, size * size);
    if (!inPlace) {
      a.fill(0);
      for (let row = 0; row < n; row++) a.set(matrix.subarray(row * n, row * n + n), row * size);
      for (let row = n; row < size; row++) a[row * size + row] = 1;
    }
    const left = session.allocate(blocks * BLOCK * BLOCK * 4);
    const right = session.allocate(blocks * BLOCK * BLOCK * 4);
    const inverse = session.allocate(BLOCK * BLOCK * 4);
    for (let pivot = 0; pivot < blocks; pivot++) {
      const block = sweepPivot(a, size, pivot * BLOCK);
      packRight(block, session.f32(inverse, BLOCK * BLOCK));
      const scratch = { bytes: BLOCK * BLOCK * 12 };
      await session.run('sweepPanels', evenBounds(blocks), [at, size, pivot, inverse, left, right], scratch);
      await session.run('sweepUpdate', evenBounds(blocks), [at, size, pivot, left, right]);
    }
    const out = matrix;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const value = -a[i * size + j];
        out[i * n + j] = value;
        out[j * n + i] = value;
      }
      out[i * n + i] = -a[i * size + i];
    }
    return out;
  });
}

/**
 * Solves A X = B (n × m) for a symmetric positive definite A, with one step of iterative refinement. A and B are kept.
 */
export async function solveSpd(
  pool: Pool,
  a: Float32Array,
  b: Float32Array,
  n: number,
  m: number,
): Promise<Float32Array> {
  const inverse = await invertSpd(pool, new Float32Array(a), n);
  const x = await matmul(pool, inverse, b, n, n, m);
  const product = await matmul(pool, a, x, n, n, m);
  for (let k = 0; k < product.length; k++) product[k] = b[k] - product[k];
  const correction = await matmul(pool, inverse, product, n, n, m);
  for (let k = 0; k < x.length; k++) x[k] += correction[k];
  return x;
}

/** P = the inverse of the 96 × 96 block at `first`; writes −P over the block and returns P. */
function sweepPivot(a: Float32Array, n: number, first: number): Float64Array {
  const l = new Float64Array(BLOCK * BLOCK);
  for (let i = 0; i < BLOCK; i++) {
    for (let j = 0; j <= i; j++) {
      let sum: number = a[(first + i) * n + first + j];
      for (let k = 0; k < j; k++) sum -= l[i * BLOCK + k] * l[j * BLOCK + k];
      if (i !== j) l[i * BLOCK + j] = sum / l[j * BLOCK + j];
      else if (sum > 0) l[i * BLOCK + i] = Math.sqrt(sum);
      else throw new Error(`The matrix is not positive definite (row ${first + i}): raise the regularisation.`);
    }
  }
  // L⁻¹ row by row in place, then P = L⁻ᵀ L⁻¹.
  for (let i = 0; i < BLOCK; i++) {
    const diagonal = 1 / l[i * BLOCK + i];
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= l[i * BLOCK + k] * l[k * BLOCK + j];
      l[i * BLOCK + j] = sum * diagonal;
    }
    l[i * BLOCK + i] = diagonal;
  }
  const p = new Float64Array(BLOCK * BLOCK);
  for (let k = 0; k < BLOCK; k++) {
    for (let i = 0; i <= k; i++) {
      const value = l[k * BLOCK + i];
      for (let j = 0; j <= i; j++) p[i * BLOCK + j] += value * l[k * BLOCK + j];
    }
  }
  for (let i = 0; i < BLOCK; i++) {
    for (let j = 0; j <= i; j++) {
      p[j * BLOCK + i] = p[i * BLOCK + j];
      a[(first + i) * n + first + j] = -p[i * BLOCK + j];
      a[(first + j) * n + first + i] = -p[i * BLOCK + j];
    }
  }
  return p;
}

/** P as right panels of eight columns: [12][96][8]. */
function packRight(p: Float64Array, out: Float32Array): void {
  let at = 0;
  for (let panel = 0; panel < BLOCK; panel += 8) {
    for (let k = 0; k < BLOCK; k++) for (let j = 0; j < 8; j++) out[at++] = p[k * BLOCK + panel + j];
  }
}
