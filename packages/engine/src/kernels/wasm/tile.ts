// The register tile under every dense product: 6 rows × 8 columns, twelve accumulators.
// Left operand packed as [depth][6], right as [depth][8]; each sum runs over the depth in order.
import { madd } from './simd';

@inline
export function store2(out: usize, a: v128, b: v128): void {
  v128.store(out, a);
  v128.store(out, b, 16);
}

/** out (row stride in bytes) = left · right, or + when `add`. */
export function tile6x8(left: usize, right: usize, depth: u32, out: usize, stride: usize, add: bool): void {
  let a0 = f32x4.splat(0), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0;
  let a3 = a0, b3 = a0, a4 = a0, b4 = a0, a5 = a0, b5 = a0;
  if (add) {
    let o = out;
    a0 = v128.load(o);
    b0 = v128.load(o, 16);
    o += stride;
    a1 = v128.load(o);
    b1 = v128.load(o, 16);
    o += stride;
    a2 = v128.load(o);
    b2 = v128.load(o, 16);
    o += stride;
    a3 = v128.load(o);
    b3 = v128.load(o, 16);
    o += stride;
    a4 = v128.load(o);
    b4 = v128.load(o, 16);
    o += stride;
    a5 = v128.load(o);
    b5 = v128.load(o, 16);
  }
  for (let k: u32 = 0; k < depth; k++) {
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
    s = v128.load32_splat(left, 16);
    a4 = madd(s, y0, a4);
    b4 = madd(s, y1, b4);
    s = v128.load32_splat(left, 20);
    a5 = madd(s, y0, a5);
    b5 = madd(s, y1, b5);
    left += 24;
    right += 32;
  }
  store2(out, a0, b0);
  out += stride;
  store2(out, a1, b1);
  out += stride;
  store2(out, a2, b2);
  out += stride;
  store2(out, a3, b3);
  out += stride;
  store2(out, a4, b4);
  out += stride;
  store2(out, a5, b5);
}

/**
 * Packs `count` (≤ width) rows of a row-major matrix as [depth][width], missing rows as zeros. `stride` is between rows
 * in bytes; `step` between neighbours within a row (4, or the stride of the other way round for a transposed operand).
 */
export function pack(source: usize, stride: usize, step: usize, count: u32, depth: u32, width: u32, out: usize): void {
  for (let k: u32 = 0; k < depth; k++) {
    let from = source + <usize>k * step;
    for (let i: u32 = 0; i < width; i++, out += 4, from += stride) {
      store<f32>(out, i < count ? load<f32>(from) : 0);
    }
  }
}
