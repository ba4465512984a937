// One half of an iALS iteration: every row's factors by warm-started conjugate gradient (Takács, Pilászy, Tikk 2011) on
// (G + λ I + Σ |v| y yᵀ) x = Σ max(v, 0) y, where G is the weighted Gram matrix of the other side.
import { addRows, applyRows, packRows, shorten } from './rows8';
import { dot, madd } from './simd';

/** Rows that stay packed between the passes; longer histories are packed again in each pass. */
const CAPACITY: u32 = 2048;

/** out = bias − A x, or A x when not `residual`. Packs a history that fits only when `fresh`. */
function multiply(
  indices: usize, values: usize, count: u32, source: usize, bytes: usize, gram: usize, lambda: f32,
  x: usize, out: usize, residual: bool, fresh: bool, scratch: usize,
): void {
  const weights = scratch;
  const biases = scratch + <usize>CAPACITY * 4;
  const rows = biases + <usize>CAPACITY * 4;
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
  for (let from: u32 = 0; from < count; from += CAPACITY) {
    const n = min(CAPACITY, count - from);
    if (fresh || count > CAPACITY) {
      packRows(indices + (<usize>from << 2), n, source, bytes, rows);
      for (let i: u32 = 0; i < n; i++) {
        const value = load<f32>(values + (<usize>(from + i) << 2));
        store<f32>(weights + (<usize>i << 2), sign * abs(value));
        store<f32>(biases + (<usize>i << 2), max(value, 0));
      }
      for (let i = n; (i & 7) != 0; i++) {
        store<f32>(weights + (<usize>i << 2), 0);
        store<f32>(biases + (<usize>i << 2), 0);
      }
    }
    for (let i: u32 = 0; i < n; i += 8) {
      const o = <usize>i << 2;
      applyRows(rows + bytes * i, weights + o, residual ? biases + o : 0, x, out, bytes);
    }
    if (residual && count <= CAPACITY) {
      for (let i: u32 = 0; i < n; i++) {
        const at = weights + (<usize>i << 2);
        store<f32>(at, -load<f32>(at));
      }
    }
  }
}

/** y += a x */
@inline
function axpy(a: f32, x: usize, y: usize, bytes: usize): void {
  const s = f32x4.splat(a);
  for (let k: usize = 0; k < bytes; k += 16) v128.store(y + k, madd(s, v128.load(x + k), v128.load(y + k)));
}

/** Rows begin…end of f32 factors as bf16. */
export function shortenRows(begin: u32, end: u32, scratch: usize, source: usize, d: u32, out: usize): void {
  const stride = <usize>d << 1;
  shorten(source + (stride << 1) * begin, (stride << 1) * (end - begin), out + stride * begin);
}

/**
 * Rows begin…end of `target` (stride d, a multiple of 16, zero padded) from the bf16 factors of the other side; `short` gets them
 * as bf16 for the next half. `gram` is α₀ · YᵀY packed in groups of eight rows,
 * `lambdas` one f32 per row. Rows without interactions become zero. Scratch: CAPACITY × (d + 2) + 3 d floats.
 */
export function ialsRows(
  begin: u32, end: u32, scratch: usize, indptr: usize, indices: usize, values: usize, source: usize, target: usize,
  short: usize, d: u32, gram: usize, lambdas: usize, steps: u32,
): void {
  const bytes = <usize>d << 2;
  const r = scratch;
  const p = r + bytes;
  const q = p + bytes;
  const rest = q + bytes;
  for (let row = begin; row < end; row++) {
    const from = load<u32>(indptr + (<usize>row << 2));
    const count = load<u32>(indptr + (<usize>row << 2), 4) - from;
    const x = target + bytes * row;
    if (count == 0) {
      memory.fill(x, 0, bytes);
      memory.fill(short + (bytes >> 1) * row, 0, bytes >> 1);
      continue;
    }
    const list = indices + (<usize>from << 2);
    const weights = values + (<usize>from << 2);
    const lambda = load<f32>(lambdas + (<usize>row << 2));
    multiply(list, weights, count, source, bytes, gram, lambda, x, r, true, true, rest);
    memory.copy(p, r, bytes);
    let rs = dot(r, r, bytes);
    for (let step: u32 = 1; rs > 1e-20; step++) {
      multiply(list, weights, count, source, bytes, gram, lambda, p, q, false, false, rest);
      const alpha = rs / dot(p, q, bytes);
      axpy(alpha, p, x, bytes);
      if (step >= steps) break;
      axpy(-alpha, q, r, bytes);
      const next = dot(r, r, bytes);
      const beta = f32x4.splat(next / rs);
      for (let k: usize = 0; k < bytes; k += 16) v128.store(p + k, madd(beta, v128.load(p + k), v128.load(r + k)));
      rs = next;
    }
    shorten(x, bytes, short + (bytes >> 1) * row);
  }
}
