// Groups of eight factor rows, packed by chunks of four dimensions, [d / 4][8 rows][4]: one pointer and constant offsets
// address all of them.
import { lane0, lane1, lane2, lane3, madd, sums } from './simd';

const ROW_CHUNK: usize = 128;

/**
 * Packs rows indices[from … from + count) of 16-bit codes into f32 groups of eight, padded with zeros. Gathering is bound
 * by cache lines, and 16-bit codes touch half as many as f32.
 */
export function packRows(indices: usize, count: u32, codes: usize, bytes: usize, out: usize): void {
  const group = bytes << 3;
  for (let i: u32 = 0; i < count; i++) {
    let from = codes + <usize>load<u32>(indices + (<usize>i << 2)) * (bytes >> 1);
    let to = out + group * (i >> 3) + ((i & 7) << 4);
    const stop = from + (bytes >> 1);
    for (; from < stop; from += 32, to += 512) {
      const a = v128.load(from);
      const b = v128.load(from, 16);
      v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(a)));
      v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(a)), 128);
      v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(b)), 256);
      v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(b)), 384);
    }
  }
  for (let i = count; (i & 7) != 0; i++) {
    let to = out + group * (i >> 3) + ((i & 7) << 4);
    for (let k: usize = 0; k < bytes; k += 16, to += ROW_CHUNK) v128.store(to, f32x4.splat(0));
  }
}

/**
 * Encodes one f32 row in 16 bits: row ≈ codes × scale, with an error of at most half the scale (largest magnitude /
 * 65534).
 */
export function encodeRow(row: usize, bytes: usize, codes: usize, scale: usize): void {
  let top = f32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 16) top = f32x4.pmax(top, f32x4.abs(v128.load(row + k)));
  const pair = f32x4.pmax(top, v128.shuffle<f32>(top, top, 2, 3, 0, 1));
  const largest = max(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1));
  store<f32>(scale, largest / 32767);
  const inverse = f32x4.splat(largest > 1e-30 ? 32767 / largest : 0);
  for (let k: usize = 0; k < bytes; k += 32, codes += 16) {
    const a = f32x4.nearest(f32x4.mul(inverse, v128.load(row + k)));
    const b = f32x4.nearest(f32x4.mul(inverse, v128.load(row + k, 16)));
    v128.store(codes, i16x8.narrow_i32x4_s(i32x4.trunc_sat_f32x4_s(a), i32x4.trunc_sat_f32x4_s(b)));
  }
}

/** out += Σ sᵢ · rowᵢ over one group; s holds eight scalars as two vectors. */
@inline
export function addRows(rows: usize, low: v128, high: v128, out: usize, bytes: usize): void {
  const s0 = lane0(low), s1 = lane1(low), s2 = lane2(low), s3 = lane3(low);
  const s4 = lane0(high), s5 = lane1(high), s6 = lane2(high), s7 = lane3(high);
  const stop = out + bytes;
  for (; out < stop; out += 32, rows += 256) {
    let a = v128.load(out);
    let b = v128.load(out, 16);
    let c = f32x4.mul(s4, v128.load(rows, 64));
    let d = f32x4.mul(s4, v128.load(rows, 192));
    a = madd(s0, v128.load(rows), a);
    b = madd(s0, v128.load(rows, 128), b);
    c = madd(s5, v128.load(rows, 80), c);
    d = madd(s5, v128.load(rows, 208), d);
    a = madd(s1, v128.load(rows, 16), a);
    b = madd(s1, v128.load(rows, 144), b);
    c = madd(s6, v128.load(rows, 96), c);
    d = madd(s6, v128.load(rows, 224), d);
    a = madd(s2, v128.load(rows, 32), a);
    b = madd(s2, v128.load(rows, 160), b);
    c = madd(s7, v128.load(rows, 112), c);
    d = madd(s7, v128.load(rows, 240), d);
    a = madd(s3, v128.load(rows, 48), a);
    b = madd(s3, v128.load(rows, 176), b);
    v128.store(out, f32x4.add(a, c));
    v128.store(out, f32x4.add(b, d), 16);
  }
}

/** The eight dot products rowᵢᵀp of one group, to `out`. */
@inline
export function dotRows(rows: usize, p: usize, bytes: usize, out: usize): void {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
  const stop = p + bytes;
  for (; p < stop; p += 32, rows += 256) {
    let q = v128.load(p);
    a0 = madd(q, v128.load(rows), a0);
    a1 = madd(q, v128.load(rows, 16), a1);
    a2 = madd(q, v128.load(rows, 32), a2);
    a3 = madd(q, v128.load(rows, 48), a3);
    a4 = madd(q, v128.load(rows, 64), a4);
    a5 = madd(q, v128.load(rows, 80), a5);
    a6 = madd(q, v128.load(rows, 96), a6);
    a7 = madd(q, v128.load(rows, 112), a7);
    q = v128.load(p, 16);
    a0 = madd(q, v128.load(rows, 128), a0);
    a1 = madd(q, v128.load(rows, 144), a1);
    a2 = madd(q, v128.load(rows, 160), a2);
    a3 = madd(q, v128.load(rows, 176), a3);
    a4 = madd(q, v128.load(rows, 192), a4);
    a5 = madd(q, v128.load(rows, 208), a5);
    a6 = madd(q, v128.load(rows, 224), a6);
    a7 = madd(q, v128.load(rows, 240), a7);
  }
  v128.store(out, sums(a0, a1, a2, a3));
  v128.store(out, sums(a4, a5, a6, a7), 16);
}

/**
 * out += Σ wᵢ (rowᵢᵀp) rowᵢ over one group of eight, or Σ (bᵢ − wᵢ rowᵢᵀp) rowᵢ when `biases` is not 0; both hold eight
 * numbers. `dots` is room for eight more.
 */
export function applyRows(
  rows: usize, weights: usize, biases: usize, p: usize, out: usize, bytes: usize, dots: usize,
): void {
  dotRows(rows, p, bytes, dots);
  let low = f32x4.mul(v128.load(weights), v128.load(dots));
  let high = f32x4.mul(v128.load(weights, 16), v128.load(dots, 16));
  if (biases != 0) {
    low = f32x4.sub(v128.load(biases), low);
    high = f32x4.sub(v128.load(biases, 16), high);
  }
  addRows(rows, low, high, out, bytes);
}

/** Σ wᵢ (rowᵢᵀp)² over one group of eight. */
export function curveRows(rows: usize, weights: usize, p: usize, bytes: usize, dots: usize): f32 {
  dotRows(rows, p, bytes, dots);
  const low = v128.load(dots);
  const high = v128.load(dots, 16);
  const squares = madd(f32x4.mul(v128.load(weights), low), low, f32x4.mul(f32x4.mul(v128.load(weights, 16), high), high));
  return f32x4.extract_lane(sums(squares, squares, squares, squares), 0);
}
