// Exact top-k of items by dot product with one vector. Items lie eight to a group: f32 as [d][8], codes as [d / 4][8][4].
// An item's score is always the same sum over the dimensions in order, so every path gives the same bits.
import { drain, floor, offer } from './heap';
import { madd } from './simd';

/** Items begin × 8 … end × 8 of a row-major matrix into f32 groups; items from n on are zeros. */
export function packItems(begin: u32, end: u32, scratch: usize, items: usize, n: u32, d: u32, packed: usize): void {
  for (let group = begin; group < end; group++) {
    let out = packed + <usize>group * d * 32;
    for (let k: u32 = 0; k < d; k++) {
      for (let i: u32 = 0; i < 8; i++, out += 4) {
        const item = group * 8 + i;
        store<f32>(out, item < n ? load<f32>(items + (<usize>item * d + k) * 4) : 0);
      }
    }
  }
}

/**
 * 8-bit copies of f32 groups. Per item: codes q = round(y / s) with s = max|y| / 127, the scale s and −64 Σ q (which undoes
 * the shift of the query's codes to 0…127). Per group: the largest ‖y‖ and the largest ‖y − s q‖, for the bound.
 */
export function quantizeItems(
  begin: u32, end: u32, scratch: usize, packed: usize, d: u32, codes: usize, scales: usize, shifts: usize, bounds: usize,
): void {
  const chunks = (d + 3) >> 2;
  for (let group = begin; group < end; group++) {
    const source = packed + <usize>group * d * 32;
    const out = codes + <usize>group * chunks * 32;
    let normMax: f64 = 0;
    let errorMax: f64 = 0;
    for (let i: u32 = 0; i < 8; i++) {
      let top: f32 = 0;
      for (let k: u32 = 0; k < d; k++) top = max(top, abs(load<f32>(source + (<usize>k * 8 + i) * 4)));
      const scale: f32 = top / 127;
      let sum: i32 = 0;
      let norm: f64 = 0;
      let error: f64 = 0;
      for (let k: u32 = 0; k < chunks * 4; k++) {
        const y: f32 = k < d ? load<f32>(source + (<usize>k * 8 + i) * 4) : 0;
        const q = scale > 0 ? <i32>nearest<f32>(max<f32>(-127, min<f32>(127, y / scale))) : 0;
        store<i8>(out + (<usize>(k >> 2) * 8 + i) * 4 + (k & 3), <i8>q);
        sum += q;
        norm += <f64>y * y;
        const e = <f64>y - <f64>scale * q;
        error += e * e;
      }
      normMax = max(normMax, norm);
      errorMax = max(errorMax, error);
      store<f32>(scales + (<usize>group * 8 + i) * 4, scale);
      store<i32>(shifts + (<usize>group * 8 + i) * 4, -64 * sum);
    }
    store<f32>(bounds + (<usize>group << 3), <f32>(sqrt(normMax) * 1.000001));
    store<f32>(bounds + (<usize>group << 3), <f32>(sqrt(errorMax) * 1.000001), 4);
  }
}

/** All scores of groups begin…end. */
export function scoreGroups(begin: u32, end: u32, packed: usize, d: u32, vector: usize, out: usize): void {
  for (let group = begin; group < end; group++) {
    const at = packed + <usize>group * d * 32;
    v128.store(out + <usize>group * 32, groupScores(at, d, vector));
    v128.store(out + <usize>group * 32, groupScores(at + 16, d, vector), 16);
  }
}

@inline
function groupScores(at: usize, d: u32, vector: usize): v128 {
  let acc = f32x4.splat(0);
  for (let k: u32 = 0; k < d; k++) acc = madd(v128.load32_splat(vector + (<usize>k << 2)), v128.load(at + (<usize>k << 5)), acc);
  return acc;
}

@inline
function open(exclude: usize, item: u32, n: u32): bool {
  return item < n && (exclude == 0 || load<u8>(exclude + item) == 0);
}

/** Offers every item of one group that reaches the heap's floor. */
function offerGroup(scores: usize, first: u32, n: u32, exclude: usize, heap: usize, size: u32, k: u32): u32 {
  for (let i: u32 = 0; i < 8; i++) {
    const s = load<f32>(scores + (<usize>i << 2));
    if (s >= floor(heap, size, k) && open(exclude, first + i, n)) size = offer(heap, size, k, s, first + i);
  }
  return size;
}

/** Top-k by the plain f32 scan; `heap` has room for k pairs, 32 bytes before it are scratch. Returns how many were found. */
export function topScan(
  packed: usize, n: u32, d: u32, vector: usize, exclude: usize, k: u32, heap: usize, indices: usize, scores: usize,
): u32 {
  const groups = (n + 7) >> 3;
  const tile = heap - 32;
  let size: u32 = 0;
  for (let group: u32 = 0; group < groups; group++) {
    let at = packed + <usize>group * d * 32;
    let a = f32x4.splat(0), b = a;
    for (let c: u32 = 0; c < d; c++, at += 32) {
      const q = v128.load32_splat(vector + (<usize>c << 2));
      a = madd(q, v128.load(at), a);
      b = madd(q, v128.load(at, 16), b);
    }
    const least = f32x4.splat(floor(heap, size, k));
    if (v128.any_true(v128.or(f32x4.ge(a, least), f32x4.ge(b, least)))) {
      v128.store(tile, a);
      v128.store(tile, b, 16);
      size = offerGroup(tile, group * 8, n, exclude, heap, size, k);
    }
  }
  drain(heap, size, indices, scores);
  return size;
}

/** c + the four-byte dot products of eight-bit a and seven-bit b. */
@inline
function dot8(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i32x4.relaxed_dot_i8x16_i7x16_add_s(a, b, c);
  const low = i32x4.extadd_pairwise_i16x8_s(i16x8.extmul_low_i8x16_s(a, b));
  const high = i32x4.extadd_pairwise_i16x8_s(i16x8.extmul_high_i8x16_s(a, b));
  const even = v128.shuffle<i32>(low, high, 0, 2, 4, 6);
  const odd = v128.shuffle<i32>(low, high, 1, 3, 5, 7);
  return i32x4.add(c, i32x4.add(even, odd));
}

/** Keeps the candidates whose upper bound reaches `least`; returns how many. */
function prune(candidates: usize, count: u32, least: f32): u32 {
  let kept: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const pair = load<u64>(candidates + (<usize>i << 3));
    if (reinterpret<f32>(<u32>pair) >= least) {
      store<u64>(candidates + (<usize>kept << 3), pair);
      kept++;
    }
  }
  return kept;
}

/**
 * Top-k with an 8-bit first pass. `query` holds, per chunk of four dimensions, the query's codes (+ 64) four times. An item's
 * f32 score lies within approx ± (‖y‖ a + ‖y − s q‖ b), so whoever cannot reach the k-th best lower bound is out; the others
 * are scored in f32. Returns the number found, or −1 when more than `room` candidates remain (the caller then scans).
 */
export function topQuantized(
  packed: usize, n: u32, d: u32, vector: usize, exclude: usize, k: u32, heap: usize, indices: usize, scores: usize,
  codes: usize, scales: usize, shifts: usize, bounds: usize, query: usize, step: f32, a: f32, b: f32,
  candidates: usize, room: u32,
): i32 {
  const chunks = (d + 3) >> 2;
  const groups = (n + 7) >> 3;
  const tile = heap - 32;
  const t = f32x4.splat(step);
  let size: u32 = 0;
  let count: u32 = 0;
  let at = codes;
  for (let group: u32 = 0; group < groups; group++) {
    const o = <usize>group << 5;
    let x = v128.load(shifts + o);
    let y = v128.load(shifts + o, 16);
    for (let c: u32 = 0; c < chunks; c++, at += 32) {
      const q = v128.load(query + (<usize>c << 4));
      x = dot8(v128.load(at), q, x);
      y = dot8(v128.load(at, 16), q, y);
    }
    const bound = load<f32>(bounds + (<usize>group << 3)) * a + load<f32>(bounds + (<usize>group << 3), 4) * b;
    const low = f32x4.mul(f32x4.convert_i32x4_s(x), f32x4.mul(t, v128.load(scales + o)));
    const high = f32x4.mul(f32x4.convert_i32x4_s(y), f32x4.mul(t, v128.load(scales + o, 16)));
    const least = f32x4.splat(floor(heap, size, k) - bound);
    if (v128.any_true(v128.or(f32x4.ge(low, least), f32x4.ge(high, least)))) {
      v128.store(tile, low);
      v128.store(tile, high, 16);
      for (let i: u32 = 0; i < 8; i++) {
        const s = load<f32>(tile + (<usize>i << 2));
        const worst = floor(heap, size, k);
        if (s + bound < worst || !open(exclude, group * 8 + i, n)) continue;
        if (count == room) {
          count = prune(candidates, count, worst);
          if (count == room) return -1;
        }
        store<f32>(candidates + (<usize>count << 3), s + bound);
        store<u32>(candidates + (<usize>count << 3), group * 8 + i, 4);
        count++;
        size = offer(heap, size, k, s - bound, group * 8 + i);
      }
    }
  }
  count = prune(candidates, count, floor(heap, size, k));
  size = 0;
  for (let i: u32 = 0; i < count; i++) {
    const item = load<u32>(candidates + (<usize>i << 3), 4);
    const row = packed + <usize>(item >> 3) * d * 32 + ((item & 4) << 2);
    v128.store(tile, groupScores(row, d, vector));
    size = offer(heap, size, k, load<f32>(tile + ((item & 3) << 2)), item);
  }
  drain(heap, size, indices, scores);
  return size;
}
