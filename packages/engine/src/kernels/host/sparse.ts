import type { Csr } from '../../data/records.ts';
import { balancedBounds, checkCsr } from './csr.ts';
import { placePadded } from './gram.ts';
import type { Pool } from './pool.ts';

/** sparse (rows × columns) · dense (columns × k, row-major) → rows × k. */
export function spmm(pool: Pool, sparse: Csr, dense: Float32Array, k: number): Promise<Float32Array> {
  checkCsr('sparse', sparse, dense.length / k);
  return pool.hold(async (session) => {
    const rows = sparse.indptr.length - 1;
    const stride = Math.ceil(k / 4) * 4;
    let denseAt: number;
    if (stride === k) denseAt = session.place(dense);
    else {
      denseAt = session.allocate((dense.length / k) * stride * 4);
      const padded = session.f32(denseAt, (dense.length / k) * stride).fill(0);
      for (let row = 0; row * k < dense.length; row++) padded.set(dense.subarray(row * k, row * k + k), row * stride);
    }
    const out = session.allocate(rows * stride * 4);
    const parts = [session.place(sparse.indptr), session.place(sparse.indices), session.place(sparse.values)];
    await session.run('spmmRows', balancedBounds(sparse.indptr, 2), [...parts, denseAt, out, stride]);
    const result = session.f32(out, rows * stride);
    if (stride === k) return new Float32Array(result);
    const compact = new Float32Array(rows * k);
    for (let row = 0; row < rows; row++) compact.set(result.subarray(row * stride, row * stride + k), row * k);
    return compact;
  });
}

export interface ProductOptions {
  /**
   * Score of (i, j) = product × columnScale[j] / (rowNorm[i] × columnNorm[j] + shrinkage). All ones, and 0, when not
   * given.
   */
  columnScale?: Float32Array;
  rowNorm?: Float32Array;
  columnNorm?: Float32Array;
  shrinkage?: number;
  /** Excludes (i, i). */
  skipDiagonal?: boolean;
  /** Adds left (m × width) · rightᵀ (columns × width), both row-major, to each product that is not 0. */
  thin?: { left: Float32Array; right: Float32Array; width: number };
}

/**
 * a (m × n) · b (n × columns), both sparse, of which each row keeps its k best scores that are not 0: best first, equal
 * scores lower column first. For item-item similarities a is items × users and b its transpose. Sums run in f32 in the
 * order of a's row.
 */
export function productTopK(
  pool: Pool,
  a: Csr,
  b: Csr,
  columns: number,
  k: number,
  options: ProductOptions = {},
): Promise<Csr> {
  checkCsr('a', a, b.indptr.length - 1);
  checkCsr('b', b, columns);
  const rows = a.indptr.length - 1;
  const depth = Math.min(k, columns);
  const ones = (given: Float32Array | undefined, length: number) => {
    if (given !== undefined && given.length !== length) throw new Error(`A scale or norm needs ${length} numbers.`);
    return given ?? new Float32Array(length).fill(1);
  };
  return pool.hold(async (session) => {
    const matrices = [a, b].flatMap((csr) => [csr.indptr, csr.indices, csr.values].map((part) => session.place(part)));
    const { left, right, width } = options.thin ?? { left: new Float32Array(0), right: new Float32Array(0), width: 0 };
    if (left.length !== rows * width || right.length !== columns * width)
      throw new Error('A thin factor does not fit.');
    const stride = Math.ceil(width / 4) * 4;
    const thin = [placePadded(session, left, rows, width, stride), placePadded(session, right, columns, width, stride)];
    const columnScale = session.place(ones(options.columnScale, columns));
    const rowNorm = session.place(ones(options.rowNorm, rows));
    const columnNorm = session.place(ones(options.columnNorm, columns));
    const weighting = [columnScale, rowNorm, columnNorm, options.shrinkage ?? 0, options.skipDiagonal ? 1 : 0, depth];
    const indices = session.allocate(rows * depth * 4);
    const scores = session.allocate(rows * depth * 4);
    const counts = session.allocate(rows * 4);
    const args = [...matrices, columns, ...thin, stride * 4, ...weighting, indices, scores, counts];
    const bytes = columns * 12 + depth * 8 + 64;
    if (depth > 0) await session.run('productTopKRows', productBounds(a, b), args, { bytes, zeroed: true });
    else session.u32(counts, rows).fill(0);
    return compact(
      session.u32(indices, rows * depth),
      session.f32(scores, rows * depth),
      session.u32(counts, rows),
      depth,
    );
  });
}

/** Bounds of chunks with about equal numbers of products. */
function productBounds(a: Csr, b: Csr): Uint32Array {
  const work = new Uint32Array(a.indptr.length);
  let sum = 0;
  for (let row = 0; row + 1 < a.indptr.length; row++) {
    for (let at = a.indptr[row]; at < a.indptr[row + 1]; at++) {
      // In units of 64 products, so that the sum stays within 32 bits.
      sum += (b.indptr[a.indices[at] + 1] - b.indptr[a.indices[at]]) / 64;
    }
    work[row + 1] = Math.min(4294967295, sum);
  }
  return balancedBounds(work, 1);
}

function compact(indices: Uint32Array, scores: Float32Array, counts: Uint32Array, depth: number): Csr {
  const indptr = new Uint32Array(counts.length + 1);
  for (let row = 0; row < counts.length; row++) indptr[row + 1] = indptr[row] + counts[row];
  const total = indptr[counts.length];
  const out: Csr = { indptr, indices: new Uint32Array(total), values: new Float32Array(total) };
  for (let row = 0; row < counts.length; row++) {
    const last = row * depth + counts[row];
    out.indices.set(indices.subarray(row * depth, last), indptr[row]);
    out.values.set(scores.subarray(row * depth, last), indptr[row]);
  }
  return out;
}
