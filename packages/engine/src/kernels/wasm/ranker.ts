// Exact top-k of items by dot product with one vector. The items are stored in slots by falling norm; `ids` maps slots
// to items, 2³²−1 marks padding. Eight slots make a group of f32, [d][8], and 32 a block of 8-bit codes, [d /
// 4][32][4]. An item's score is always the same sum over the dimensions in order, so every path gives the same bits.
import { drain, floor, offer } from './heap';
import { madd } from './simd';

const BLOCK: u32 = 32;

/** Items begin × 8 … end × 8 of a row-major matrix into f32 groups in the same order; items from n on are zeros. */
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
 * Quantises the f32 groups to 8 bits, blocks begin…end. Per slot: codes q = round(y / s) with s = max|y| / 127, the scale s
 * and −64 Σ q (which undoes the shift of the query's codes to 0…127). Per block: the largest ‖y‖ and ‖y − s q‖, for the
 * bound.
 */
export function quantizeItems(
  begin: u32, end: u32, scratch: usize, packed: usize, d: u32, chunks: u32, codes: usize, scales: usize, shifts: usize,
  bounds: usize,
): void {
  for (let group = begin; group < end; group++) {
    const out = codes + <usize>group * chunks * BLOCK * 4;
    let normMax: f64 = 0;
    let errorMax: f64 = 0;
    for (let i: u32 = 0; i < BLOCK; i++) {
      const item = group * BLOCK + i;
      const source = packed + (<usize>(item >> 3) * d * 8 + (item & 7)) * 4;
      let top: f32 = 0;
      for (let k: u32 = 0; k < d; k++) top = max(top, abs(load<f32>(source + (<usize>k << 5))));
      const scale: f32 = top / 127;
      let sum: i32 = 0;
      let norm: f64 = 0;
      let error: f64 = 0;
      for (let k: u32 = 0; k < chunks * 4; k++) {
        const y: f32 = k < d ? load<f32>(source + (<usize>k << 5)) : 0;
        const q = scale > 0 ? <i32>nearest<f32>(max<f32>(-127, min<f32>(127, y / scale))) : 0;
        store<i8>(out + (<usize>(k >> 2) * BLOCK + i) * 4 + (k & 3), <i8>q);
        sum += q;
        norm += <f64>y * y;
        const e = <f64>y - <f64>scale * q;
        error += e * e;
      }
      normMax = max(normMax, norm);
      errorMax = max(errorMax, error);
      store<f32>(scales + (<usize>item << 2), scale);
      store<i32>(shifts + (<usize>item << 2), -64 * sum);
    }
    store<f32>(bounds + (<usize>group << 3), <f32>(sqrt(normMax) * 1.000001));
    store<f32>(bounds + (<usize>group << 3), <f32>(sqrt(errorMax) * 1.000001), 4);
  }
}

/**
 * All scores of the pairs of groups begin…end, in the order of the slots. Four sums side by side, each over the
 * dimensions in order.
 */
export function scorePairs(begin: u32, end: u32, packed: usize, d: u32, vector: usize, out: usize): void {
  const stride = <usize>d << 5;
  for (let pair = begin; pair < end; pair++) {
    let at = packed + <usize>pair * 2 * stride;
    let w = f32x4.splat(0), x = w, y = w, z = w;
    for (let k: u32 = 0; k < d; k++, at += 32) {
      const q = v128.load32_splat(vector + (<usize>k << 2));
      w = madd(q, v128.load(at), w);
      x = madd(q, v128.load(at, 16), x);
      y = madd(q, v128.load(at + stride), y);
      z = madd(q, v128.load(at + stride, 16), z);
    }
    const to = out + (<usize>pair << 6);
    v128.store(to, w);
    v128.store(to, x, 16);
    v128.store(to, y, 32);
    v128.store(to, z, 48);
  }
}

@inline
function groupScores(at: usize, d: u32, vector: usize): v128 {
  let acc = f32x4.splat(0);
  for (let k: u32 = 0; k < d; k++) acc = madd(v128.load32_splat(vector + (<usize>k << 2)), v128.load(at + (<usize>k << 5)), acc);
  return acc;
}

@inline
function open(exclude: usize, item: u32): bool {
  return item != u32.MAX_VALUE && (exclude == 0 || load<u8>(exclude + item) == 0);
}

@inline
function idOf(ids: usize, slot: u32): u32 {
  return load<u32>(ids + (<usize>slot << 2));
}

/** Inserts the items of one group that reach the minimum of the heap. */
function offerGroup(scores: usize, ids: usize, exclude: usize, heap: usize, size: u32, k: u32): u32 {
  for (let i: u32 = 0; i < 8; i++) {
    const s = load<f32>(scores + (<usize>i << 2));
    if (s < floor(heap, size, k)) continue;
    const item = idOf(ids, i);
    if (open(exclude, item)) size = offer(heap, size, k, s, item);
  }
  return size;
}

/**
 * Top-k by a plain f32 scan; `heap` has room for k pairs, the 144 bytes before it are scratch. Returns the number of items
 * found.
 */
export function topScan(
  packed: usize, ids: usize, groups: u32, d: u32, vector: usize, exclude: usize, k: u32, heap: usize,
  indices: usize, scores: usize,
): u32 {
  const tile = heap - 64;
  let size: u32 = 0;
  for (let group: u32 = 0; group < groups; group++) {
    let at = packed + <usize>group * d * 32;
    let a = f32x4.splat(0), b = a;
    for (let c: u32 = 0; c < d; c++, at += 32) {
      const q = v128.load32_splat(vector + (<usize>c << 2));
      a = madd(q, v128.load(at), a);
      b = madd(q, v128.load(at, 16), b);
    }
    const threshold = f32x4.splat(floor(heap, size, k));
    if (v128.any_true(v128.or(f32x4.ge(a, threshold), f32x4.ge(b, threshold)))) {
      v128.store(tile, a);
      v128.store(tile, b, 16);
      size = offerGroup(tile, ids + (<usize>group << 5), exclude, heap, size, k);
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

@inline
function scaled(x: v128, step: v128, scales: usize, out: usize): v128 {
  const scores = f32x4.mul(f32x4.convert_i32x4_s(x), f32x4.mul(step, v128.load(scales)));
  v128.store(out, scores);
  return scores;
}

/** The approximate scores of a block into `tile`; returns the largest. */
@inline
function approximate(
  codes: usize, chunks: u32, scales: usize, shifts: usize, query: usize, step: f32, tile: usize,
): f32 {
  let x0 = v128.load(shifts);
  let x1 = v128.load(shifts, 16);
  let x2 = v128.load(shifts, 32);
  let x3 = v128.load(shifts, 48);
  let x4 = v128.load(shifts, 64);
  let x5 = v128.load(shifts, 80);
  let x6 = v128.load(shifts, 96);
  let x7 = v128.load(shifts, 112);
  const last = query + (<usize>chunks << 4);
  for (let c = query; c < last; c += 16, codes += 128) {
    const q = v128.load(c);
    x0 = dot8(v128.load(codes), q, x0);
    x1 = dot8(v128.load(codes, 16), q, x1);
    x2 = dot8(v128.load(codes, 32), q, x2);
    x3 = dot8(v128.load(codes, 48), q, x3);
    x4 = dot8(v128.load(codes, 64), q, x4);
    x5 = dot8(v128.load(codes, 80), q, x5);
    x6 = dot8(v128.load(codes, 96), q, x6);
    x7 = dot8(v128.load(codes, 112), q, x7);
  }
  const t = f32x4.splat(step);
  x0 = scaled(x0, t, scales, tile);
  x1 = scaled(x1, t, scales + 16, tile + 16);
  x2 = scaled(x2, t, scales + 32, tile + 32);
  x3 = scaled(x3, t, scales + 48, tile + 48);
  x4 = scaled(x4, t, scales + 64, tile + 64);
  x5 = scaled(x5, t, scales + 80, tile + 80);
  x6 = scaled(x6, t, scales + 96, tile + 96);
  x7 = scaled(x7, t, scales + 112, tile + 112);
  const low = f32x4.pmax(f32x4.pmax(x0, x1), f32x4.pmax(x2, x3));
  const pairs = f32x4.pmax(low, f32x4.pmax(f32x4.pmax(x4, x5), f32x4.pmax(x6, x7)));
  const two = f32x4.pmax(pairs, v128.shuffle<f32>(pairs, pairs, 2, 3, 0, 1));
  return max(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1));
}

/** The largest approximate score of a block among the open slots, −∞ when there is none. */
function bestOpen(tile: usize, ids: usize, exclude: usize): f32 {
  let best: f32 = -f32.MAX_VALUE;
  for (let i: u32 = 0; i < BLOCK; i++) {
    const s = load<f32>(tile + (<usize>i << 2));
    if (s > best && open(exclude, idOf(ids, i))) best = s;
  }
  return best;
}

/**
 * Top-k with an 8-bit first pass. `query` holds, per chunk of four dimensions, the query's codes (+ 64) four times;
 * `norm` is its norm. An item's f32 score lies within approx ± (‖y‖ a + ‖y − s q‖ b). The first pass finds
 * `threshold`, the k-th best of the best lower bounds of the blocks, which at least k items reach; it ends at the first block
 * whose norms cannot reach it. The second pass scores in f32 every item that can still reach it. `uppers` has one f32 per
 * block. Returns the number of items found.
 */
export function topQuantized(
  packed: usize, ids: usize, blocks: u32, d: u32, vector: usize, exclude: usize, k: u32, heap: usize, indices: usize,
  scores: usize, chunks: u32, codes: usize, scales: usize, shifts: usize, bounds: usize, query: usize, step: f32,
  a: f32, b: f32, norm: f32, uppers: usize,
): u32 {
  const tile = heap - 128;
  const exact = heap - 144;
  const blockBytes = <usize>chunks << 7;
  let size: u32 = 0;
  let threshold: f32 = -f32.MAX_VALUE;
  let end: u32 = 0;
  for (; end < blocks; end++) {
    const largest = load<f32>(bounds + (<usize>end << 3));
    if (largest * norm < threshold) break;
    const o = <usize>end << 7;
    const bound = largest * a + load<f32>(bounds + (<usize>end << 3), 4) * b;
    const best = approximate(codes + blockBytes * end, chunks, scales + o, shifts + o, query, step, tile);
    store<f32>(uppers + (<usize>end << 2), best + bound);
    if (best - bound >= threshold) {
      // Only the last block contains padding.
      const all = exclude == 0 && end + 1 < blocks;
      const lower = (all ? best : bestOpen(tile, ids + o, exclude)) - bound;
      if (lower >= threshold) {
        size = offer(heap, size, k, lower, end);
        threshold = floor(heap, size, k);
      }
    }
  }
  size = 0;
  for (let block: u32 = 0; block < end; block++) {
    const largest = load<f32>(uppers + (<usize>block << 2));
    if (largest < threshold) continue;
    const o = <usize>block << 7;
    const bound = load<f32>(bounds + (<usize>block << 3)) * a + load<f32>(bounds + (<usize>block << 3), 4) * b;
    approximate(codes + blockBytes * block, chunks, scales + o, shifts + o, query, step, tile);
    for (let i: u32 = 0; i < BLOCK; i++) {
      if (load<f32>(tile + (<usize>i << 2)) + bound < threshold) continue;
      const item = idOf(ids + o, i);
      if (!open(exclude, item)) continue;
      const slot = block * BLOCK + i;
      const row = packed + <usize>(slot >> 3) * d * 32 + ((slot & 4) << 2);
      v128.store(exact, groupScores(row, d, vector));
      size = offer(heap, size, k, load<f32>(exact + ((slot & 3) << 2)), item);
      threshold = max(threshold, floor(heap, size, k));
    }
  }
  drain(heap, size, indices, scores);
  return size;
}
