// YᵀY of a rows × d matrix: f32 products summed over 128 rows at a time, those sums in f64.
import { madd } from './simd';

const SLICE: u32 = 128;

@inline
function flush(out: usize, a: v128): void {
  v128.store(out, f64x2.add(v128.load(out), f64x2.promote_low_f32x4(a)));
  v128.store(out, f64x2.add(v128.load(out, 16), f64x2.promote_low_f32x4(v128.shuffle<f32>(a, a, 2, 3, 2, 3))), 16);
}

/** A 4 × 8 tile of the product over `count` rows, added to the f64 partial at `out` (row stride d × 8 bytes). */
function tile(left: usize, right: usize, count: u32, stride: usize, out: usize): void {
  let a0 = f32x4.splat(0), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0;
  for (let row: u32 = 0; row < count; row++) {
    const y0 = v128.load(right);
    const y1 = v128.load(right, 16);
    let s = v128.load32_splat(left);
    a0 = madd(s, y0, a0);
    b0 = madd(s, y1, b0);
    s = v128.load32_splat(left, 4);
    a1 = madd(s, y0, a1);
    b1 = madd(s, y1, b1);
    s = v128.load32_splat(left, 8);
    a2 = madd(s, y0, a2);
    b2 = madd(s, y1, b2);
    s = v128.load32_splat(left, 12);
    a3 = madd(s, y0, a3);
    b3 = madd(s, y1, b3);
    left += stride;
    right += stride;
  }
  flush(out, a0);
  flush(out + 32, b0);
  out += stride << 1;
  flush(out, a1);
  flush(out + 32, b1);
  out += stride << 1;
  flush(out, a2);
  flush(out + 32, b2);
  out += stride << 1;
  flush(out, a3);
  flush(out + 32, b3);
}

/**
 * Blocks begin…end of `blockRows` rows each: block b writes its own d × d f64 partial, of which only the tiles on
 * and right of the diagonal are valid. d is a multiple of 8. Fixed blocks make the sum independent of the number of threads.
 */
export function gramBlocks(
  begin: u32, end: u32, scratch: usize, source: usize, rows: u32, d: u32, blockRows: u32, partials: usize,
): void {
  const stride = <usize>d << 2;
  const size = <usize>d * d * 8;
  for (let block = begin; block < end; block++) {
    const out = partials + size * block;
    memory.fill(out, 0, size);
    const last = min(rows, (block + 1) * blockRows);
    for (let row = block * blockRows; row < last; row += SLICE) {
      const count = min(SLICE, last - row);
      const base = source + <usize>row * stride;
      for (let j: u32 = 0; j < d; j += 8) {
        for (let i: u32 = 0; i < j + 8; i += 4) {
          tile(base + (<usize>i << 2), base + (<usize>j << 2), count, stride, out + (<usize>i * d + j) * 8);
        }
      }
    }
  }
}

/** Adds each of `count` rows of d f32 numbers, d a multiple of 8, to d f64 sums at `out`. */
export function addColumns(rows: usize, count: u32, d: u32, out: usize): void {
  const bytes = <usize>d << 2;
  for (let row: u32 = 0; row < count; row++, rows += bytes) {
    for (let k: usize = 0; k < bytes; k += 16) {
      const x = v128.load(rows + k);
      const at = out + (k << 1);
      v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(x)));
      v128.store(at, f64x2.add(v128.load(at, 16), f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3))), 16);
    }
  }
}
