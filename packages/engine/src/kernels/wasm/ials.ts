// One half of an iALS iteration: every row's factors by warm-started conjugate gradient (Takács, Pilászy, Tikk 2011) on
// (G + λ I + Σ |v| y yᵀ) x = Σ max(v, 0) y, where G is the weighted Gram matrix of the other side.
import { addRows, applyRows, curveRows, encodeRow, packRows } from './rows8';
import { dot, dot3, flushTiny, madd } from './simd';

/**
 * For factor rows stored as codes × s: weights = |v| s², biases = max(v, 0) s, both padded with zeros to a multiple of
 * eight.
 */
function splitValues(
  indices: usize, values: usize, n: u32, scales: usize, weights: usize, biases: usize,
): void {
  let i: u32 = 0;
  for (; i < n; i++) {
    const o = <usize>i << 2;
    const v = load<f32>(values + o);
    const s = load<f32>(scales + (<usize>load<u32>(indices + o) << 2));
    store<f32>(weights + o, abs(v) * s * s);
    store<f32>(biases + o, max<f32>(v, 0) * s);
  }
  for (; (i & 7) != 0; i++) {
    const o = <usize>i << 2;
    store<f32>(weights + o, 0);
    store<f32>(biases + o, 0);
  }
}

/** One row (user or item): its interactions, and the packed factors of the other side. */
let list: usize;
let weightsOf: usize;
let count: u32;
let capacity: u32;
let weights: usize;
let biases: usize;
let packed: usize;
let dots: usize;

/** Packs up to `capacity` factor rows of the list, starting at `from`; returns their number. */
function packSlice(from: u32, codes: usize, scales: usize, bytes: usize): u32 {
  const n = min(capacity, count - from);
  const indices = list + (<usize>from << 2);
  packRows(indices, n, codes, bytes, packed);
  splitValues(indices, weightsOf + (<usize>from << 2), n, scales, weights, biases);
  return n;
}

/**
 * out = bias − A x when `residual`, else A x. The first pass (`residual`) packs a list of at most `capacity` rows once for
 * all passes; a longer list is packed again in each pass.
 */
function multiply(
  codes: usize, scales: usize, bytes: usize, gram: usize, lambda: f32, x: usize, out: usize, residual: bool,
): void {
  const group = bytes << 3;
  const sign: f32 = residual ? -1 : 1;
  const l = f32x4.splat(sign * lambda);
  const s = f32x4.splat(sign);
  for (let k: usize = 0; k < bytes; k += 16) v128.store(out + k, f32x4.mul(l, v128.load(x + k)));
  const groups = bytes >> 5;
  for (let g: usize = 0; g < groups; g++) {
    const at = x + (g << 5);
    addRows(gram + g * group, f32x4.mul(s, v128.load(at)), f32x4.mul(s, v128.load(at, 16)), out, bytes);
  }
  for (let from: u32 = 0; from < count; from += capacity) {
    const n = residual || count > capacity ? packSlice(from, codes, scales, bytes) : count;
    for (let i: u32 = 0; i < n; i += 8) {
      const o = <usize>i << 2;
      applyRows(packed + bytes * i, weights + o, residual ? biases + o : 0, x, out, bytes, dots);
    }
  }
}

/**
 * pᵀA p: the last step needs only this, at half the cost of A p. `upper` is the Gram matrix with the 8 × 8 blocks right of
 * the diagonal doubled and those left of it ignored. Overwrites `q`.
 */
function curvature(
  codes: usize, scales: usize, bytes: usize, upper: usize, lambda: f32, p: usize, q: usize,
): f32 {
  const groups = bytes >> 5;
  for (let k: usize = 0; k < bytes; k += 16) v128.store(q + k, f32x4.mul(f32x4.splat(lambda), v128.load(p + k)));
  for (let g: usize = 0; g < groups; g++) {
    const o = g << 5;
    addRows(upper + g * ((bytes << 3) + 256), v128.load(p + o), v128.load(p + o, 16), q + o, bytes - o);
  }
  let sum = dot(p, q, bytes);
  for (let from: u32 = 0; from < count; from += capacity) {
    const n = count > capacity ? packSlice(from, codes, scales, bytes) : count;
    for (let i: u32 = 0; i < n; i += 8) sum += curveRows(packed + bytes * i, weights + (<usize>i << 2), p, bytes, dots);
  }
  return sum;
}

/** Multiplies rows begin…end of `factors` by the orthogonal Q (packed in groups of eight rows), in place. Scratch: d floats. */
export function rotateRows(begin: u32, end: u32, scratch: usize, factors: usize, d: u32, q: usize): void {
  const bytes = <usize>d << 2;
  for (let row = begin; row < end; row++) {
    const x = factors + bytes * row;
    memory.fill(scratch, 0, bytes);
    for (let k: usize = 0; k < bytes; k += 32) {
      addRows(q + bytes * (k >> 2), v128.load(x + k), v128.load(x + k, 16), scratch, bytes);
    }
    memory.copy(x, scratch, bytes);
  }
}

/** y += a x */
@inline
function axpy(a: f32, x: usize, y: usize, bytes: usize): void {
  const s = f32x4.splat(a);
  for (let k: usize = 0; k < bytes; k += 16) v128.store(y + k, madd(s, v128.load(x + k), v128.load(y + k)));
}

/** Encodes rows begin…end of f32 factors as 16-bit codes and a scale per row. */
export function encodeRows(
  begin: u32, end: u32, scratch: usize, source: usize, d: u32, codes: usize, scales: usize,
): void {
  const bytes = <usize>d << 2;
  for (let row = begin; row < end; row++) {
    encodeRow(source + bytes * row, bytes, codes + (bytes >> 1) * row, scales + (<usize>row << 2));
  }
}

/**
 * Updates rows begin…end of `target` (stride d, a multiple of 16, zero padded) from the codes and scales of the other side,
 * and writes their own codes and scales for the next half. `gram` is α₀ · YᵀY packed in groups of eight rows and `upper` its doubled upper half;
 * per row there are λ and Σ|v|; `base` + Σ|v| `spread` + λ is the preconditioner. Rows without interactions become
 * zero. Scratch: maxPacked × (d + 2) + 4 d + 8 floats; `maxPacked`, a multiple of eight, is the number of rows kept packed.
 */
export function ialsRows(
  begin: u32, end: u32, scratch: usize, indptr: usize, indices: usize, values: usize, codes: usize, scales: usize,
  target: usize, targetCodes: usize, targetScales: usize, d: u32, gram: usize, upper: usize, lambdas: usize,
  totals: usize, base: usize, spread: usize, steps: u32, maxPacked: u32,
): void {
  const bytes = <usize>d << 2;
  const r = scratch;
  const p = r + bytes;
  const q = p + bytes;
  const m = q + bytes;
  dots = m + bytes;
  capacity = maxPacked;
  weights = dots + 32;
  biases = weights + <usize>maxPacked * 4;
  packed = biases + <usize>maxPacked * 4;
  for (let row = begin; row < end; row++) {
    const from = load<u32>(indptr + (<usize>row << 2));
    count = load<u32>(indptr + (<usize>row << 2), 4) - from;
    const x = target + bytes * row;
    if (count == 0) {
      memory.fill(x, 0, bytes);
      memory.fill(targetCodes + (bytes >> 1) * row, 0, bytes >> 1);
      store<f32>(targetScales + (<usize>row << 2), 0);
      continue;
    }
    list = indices + (<usize>from << 2);
    weightsOf = values + (<usize>from << 2);
    const lambda = load<f32>(lambdas + (<usize>row << 2));
    multiply(codes, scales, bytes, gram, lambda, x, r, true);
    const l = f32x4.splat(lambda + f32.MIN_NORMAL_VALUE);
    const w = f32x4.splat(load<f32>(totals + (<usize>row << 2)));
    for (let k: usize = 0; k < bytes; k += 16) {
      const below = f32x4.add(l, madd(w, v128.load(spread + k), v128.load(base + k)));
      const inverse = f32x4.div(f32x4.splat(1), below);
      v128.store(m + k, inverse);
      v128.store(p + k, f32x4.mul(inverse, v128.load(r + k)));
    }
    let rz = dot(r, p, bytes);
    for (let step: u32 = 1; rz > 1e-20; step++) {
      if (step >= steps) {
        axpy(rz / curvature(codes, scales, bytes, upper, lambda, p, q), p, x, bytes);
        break;
      }
      multiply(codes, scales, bytes, gram, lambda, p, q, false);
      const alpha = rz / dot(p, q, bytes);
      axpy(alpha, p, x, bytes);
      axpy(-alpha, q, r, bytes);
      const next = dot3(r, m, r, bytes);
      const beta = f32x4.splat(next / rz);
      for (let k: usize = 0; k < bytes; k += 16) {
        v128.store(p + k, madd(beta, v128.load(p + k), f32x4.mul(v128.load(m + k), v128.load(r + k))));
      }
      rz = next;
    }
    // Dimensions that the regularisation removes shrink towards 0 with each iteration.
    flushTiny(x, bytes);
    encodeRow(x, bytes, targetCodes + (bytes >> 1) * row, targetScales + (<usize>row << 2));
  }
}
