// Exact top-k of items by a linear score: offset + Σ terms + Σ members, where a term is a number of the item times a scalar,
// and a member the dot product of the item's row with a vector, times a factor and, where given, a weight of the item. A
// ranking by one matrix is the case of one member and no terms.
//
// Items have slots: 32 make a block. `ids` maps slots to items, 2³²−1 marks padding; terms and weights are in the order of the
// slots. Rows lie in the order of the items (row-major f32, a multiple of 32 bytes each); 8-bit copies of them, blocks
// [d / 4][32][4], serve a first pass that only discards items that provably cannot be in the list. An item's score is the same
// operations in the same order on every path, so every path gives the same bits.
import { drain, floor, offer } from './heap';
import { madd, sums } from './simd';

const BLOCK: u32 = 32;
const NO_ITEM: u32 = u32.MAX_VALUE;

// A member, 64 bytes. Pointers: rows, vector, 8-bit codes, scales, shifts, bounds, query, weights (0: none). Numbers: bytes of a
// row, chunks of four dimensions, step × factor, factor, the two factors of the error bound, norm of the vector × factor.
const MEMBER: usize = 64;
const ROWS: usize = 0;
const ROW_BYTES: usize = 4;
const VECTOR: usize = 8;
const CODES: usize = 12;
const CHUNKS: usize = 16;
const SCALES: usize = 20;
const SHIFTS: usize = 24;
const BOUNDS: usize = 28;
const QUERY: usize = 32;
const WEIGHTS: usize = 36;
const STEP: usize = 40;
const FACTOR: usize = 44;
const BOUND_A: usize = 48;
const BOUND_B: usize = 52;
const NORM: usize = 56;

// A term, 8 bytes: pointer and scalar.
const TERM: usize = 8;

@inline
function u(at: usize, field: usize): u32 {
  return load<u32>(at + field);
}

@inline
function f(at: usize, field: usize): f32 {
  return load<f32>(at + field);
}

/** The dot product of a row with a vector: eight sums, then added in pairs. */
@inline
function rowDot(row: usize, vector: usize, bytes: u32): f32 {
  let a = f32x4.splat(0), b = a;
  for (let k: usize = 0; k < bytes; k += 32) {
    a = madd(v128.load(row + k), v128.load(vector + k), a);
    b = madd(v128.load(row + k, 16), v128.load(vector + k, 16), b);
  }
  a = f32x4.add(a, b);
  return f32x4.extract_lane(sums(a, a, a, a), 0);
}

/** The score of an item at a slot. */
function scoreOf(
  slot: u32, item: u32, members: usize, membersEnd: usize, terms: usize, termsEnd: usize, offset: f32,
): f32 {
  let sum = offset;
  for (let t = terms; t < termsEnd; t += TERM) sum += f(t, 4) * load<f32>(<usize>u(t, 0) + (<usize>slot << 2));
  for (let m = members; m < membersEnd; m += MEMBER) {
    const bytes = u(m, ROW_BYTES);
    let factor = f(m, FACTOR);
    const weights = <usize>u(m, WEIGHTS);
    if (weights) factor *= load<f32>(weights + (<usize>slot << 2));
    sum += factor * rowDot(<usize>u(m, ROWS) + <usize>item * bytes, u(m, VECTOR), bytes);
  }
  return sum;
}

/**
 * Scores of the items begin … end of `list` (0: the items themselves) to `out`, one after the other. `slots` maps items to
 * slots (0: not needed, without terms and weights).
 */
export function linearScores(
  begin: u32, end: u32, list: usize, slots: usize, members: usize, memberCount: u32, terms: usize, termCount: u32,
  offset: f32, out: usize,
): void {
  const membersEnd = members + MEMBER * memberCount;
  const termsEnd = terms + TERM * termCount;
  for (let n = begin; n < end; n++, out += 4) {
    const item = list ? load<u32>(list + (<usize>n << 2)) : n;
    const slot = slots ? load<u32>(slots + (<usize>item << 2)) : 0;
    store<f32>(out, scoreOf(slot, item, members, membersEnd, terms, termsEnd, offset));
  }
}

/** ‖row‖² of each row. */
export function squaredNorms(rows: usize, count: u32, bytes: u32, out: usize): void {
  for (let n: u32 = 0; n < count; n++, rows += bytes, out += 4) store<f32>(out, rowDot(rows, rows, bytes));
}

/**
 * Quantises rows to 8 bits, blocks begin … end. Per slot: codes q = round(y / s) with s = max|y| / 127, the scale s and −64 Σ q
 * (which undoes the shift of the query's codes to 0 … 127). Per block: the largest weighted ‖y‖ and ‖y − s q‖, for the bound.
 */
export function quantizeRows(
  begin: u32, end: u32, rows: usize, bytes: u32, ids: usize, weights: usize, codes: usize, scales: usize, shifts: usize,
  bounds: usize,
): void {
  const chunks = bytes >> 4;
  for (let block = begin; block < end; block++) {
    let normMax: f64 = 0;
    let errorMax: f64 = 0;
    for (let i: u32 = 0; i < BLOCK; i++) {
      const slot = <usize>block * BLOCK + i;
      const item = load<u32>(ids + (slot << 2));
      let to = codes + (<usize>block * chunks * BLOCK + i) * 4;
      if (item == NO_ITEM) {
        for (let k: u32 = 0; k < chunks; k++, to += BLOCK * 4) store<u32>(to, 0);
        store<f32>(scales + (slot << 2), 0);
        store<i32>(shifts + (slot << 2), 0);
        continue;
      }
      const row = rows + <usize>item * bytes;
      let top4 = f32x4.splat(0);
      for (let k: usize = 0; k < bytes; k += 16) top4 = f32x4.pmax(top4, f32x4.abs(v128.load(row + k)));
      const pair = f32x4.pmax(top4, v128.shuffle<f32>(top4, top4, 2, 3, 0, 1));
      const top = max(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1));
      const scale: f32 = top / 127;
      const inverse = f32x4.splat(top > 1e-30 ? 127 / top : 0);
      const step = f32x4.splat(top > 1e-30 ? scale : 0);
      let sum = i32x4.splat(0);
      let norm = f64x2.splat(0);
      let error = f64x2.splat(0);
      for (let k: usize = 0; k < bytes; k += 16, to += BLOCK * 4) {
        const y = v128.load(row + k);
        const rounded = f32x4.nearest(f32x4.mul(y, inverse));
        const q = i32x4.trunc_sat_f32x4_s(rounded);
        sum = i32x4.add(sum, q);
        const words = i16x8.narrow_i32x4_s(q, q);
        store<u32>(to, i32x4.extract_lane(i8x16.narrow_i16x8_s(words, words), 0));
        const low = f64x2.promote_low_f32x4(y);
        const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(y, y, 2, 3, 2, 3));
        norm = f64x2.add(norm, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)));
        const e = f32x4.sub(y, f32x4.mul(rounded, step));
        const errorLow = f64x2.promote_low_f32x4(e);
        const errorHigh = f64x2.promote_low_f32x4(v128.shuffle<f32>(e, e, 2, 3, 2, 3));
        error = f64x2.add(error, f64x2.add(f64x2.mul(errorLow, errorLow), f64x2.mul(errorHigh, errorHigh)));
      }
      const weight: f64 = weights ? abs<f64>(load<f32>(weights + (slot << 2))) : 1;
      const norms = f64x2.extract_lane(norm, 0) + f64x2.extract_lane(norm, 1);
      const errors = f64x2.extract_lane(error, 0) + f64x2.extract_lane(error, 1);
      normMax = max(normMax, norms * weight * weight);
      // Half a unit in the last place of each coordinate: the errors are differences of f32 numbers.
      errorMax = max(errorMax, (sqrt(errors) + 1e-7 * sqrt(norms)) * weight);
      store<f32>(scales + (slot << 2), top > 1e-30 ? scale : 0);
      const codesSum = i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2)
        + i32x4.extract_lane(sum, 3);
      store<i32>(shifts + (slot << 2), -64 * codesSum);
    }
    store<f32>(bounds + (<usize>block << 3), <f32>(sqrt(normMax) * 1.000001));
    store<f32>(bounds + (<usize>block << 3), <f32>(errorMax * 1.000001), 4);
  }
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

/** Adds four approximate products, scaled, to the tile. */
@inline
function addScaled(x: v128, step: v128, scales: usize, weights: usize, tile: usize): void {
  let y = f32x4.mul(f32x4.convert_i32x4_s(x), f32x4.mul(step, v128.load(scales)));
  if (weights) y = f32x4.mul(y, v128.load(weights));
  v128.store(tile, f32x4.add(v128.load(tile), y));
}

/** Adds the approximate scores of one member for the 32 slots of a block to the tile. */
function addApproximate(m: usize, block: usize, tile: usize): void {
  const chunks = <usize>u(m, CHUNKS);
  let codes = <usize>u(m, CODES) + block * (chunks << 7);
  const o = block << 7;
  const shifts = <usize>u(m, SHIFTS) + o;
  let x0 = v128.load(shifts);
  let x1 = v128.load(shifts, 16);
  let x2 = v128.load(shifts, 32);
  let x3 = v128.load(shifts, 48);
  let x4 = v128.load(shifts, 64);
  let x5 = v128.load(shifts, 80);
  let x6 = v128.load(shifts, 96);
  let x7 = v128.load(shifts, 112);
  const query = <usize>u(m, QUERY);
  const last = query + (chunks << 4);
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
  const step = f32x4.splat(f(m, STEP));
  const scales = <usize>u(m, SCALES) + o;
  const given = <usize>u(m, WEIGHTS);
  const weights = given ? given + o : 0;
  addScaled(x0, step, scales, weights, tile);
  addScaled(x1, step, scales + 16, weights ? weights + 16 : 0, tile + 16);
  addScaled(x2, step, scales + 32, weights ? weights + 32 : 0, tile + 32);
  addScaled(x3, step, scales + 48, weights ? weights + 48 : 0, tile + 48);
  addScaled(x4, step, scales + 64, weights ? weights + 64 : 0, tile + 64);
  addScaled(x5, step, scales + 80, weights ? weights + 80 : 0, tile + 80);
  addScaled(x6, step, scales + 96, weights ? weights + 96 : 0, tile + 96);
  addScaled(x7, step, scales + 112, weights ? weights + 112 : 0, tile + 112);
}

/** The sums of the offset and the terms of a block to the tile. */
@inline
function startTile(block: usize, terms: usize, termsEnd: usize, offset: f32, tile: usize): void {
  let x0 = f32x4.splat(offset), x1 = x0, x2 = x0, x3 = x0, x4 = x0, x5 = x0, x6 = x0, x7 = x0;
  const o = block << 7;
  for (let t = terms; t < termsEnd; t += TERM) {
    const scalar = f32x4.splat(f(t, 4));
    const from = <usize>u(t, 0) + o;
    x0 = madd(scalar, v128.load(from), x0);
    x1 = madd(scalar, v128.load(from, 16), x1);
    x2 = madd(scalar, v128.load(from, 32), x2);
    x3 = madd(scalar, v128.load(from, 48), x3);
    x4 = madd(scalar, v128.load(from, 64), x4);
    x5 = madd(scalar, v128.load(from, 80), x5);
    x6 = madd(scalar, v128.load(from, 96), x6);
    x7 = madd(scalar, v128.load(from, 112), x7);
  }
  v128.store(tile, x0);
  v128.store(tile, x1, 16);
  v128.store(tile, x2, 32);
  v128.store(tile, x3, 48);
  v128.store(tile, x4, 64);
  v128.store(tile, x5, 80);
  v128.store(tile, x6, 96);
  v128.store(tile, x7, 112);
}

/** The largest of the 32 numbers of the tile. */
@inline
function largestOf(tile: usize): f32 {
  const a = f32x4.pmax(v128.load(tile), v128.load(tile, 16));
  const b = f32x4.pmax(v128.load(tile, 32), v128.load(tile, 48));
  const c = f32x4.pmax(v128.load(tile, 64), v128.load(tile, 80));
  const d = f32x4.pmax(v128.load(tile, 96), v128.load(tile, 112));
  const all = f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d));
  const two = f32x4.pmax(all, v128.shuffle<f32>(all, all, 2, 3, 0, 1));
  return max(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1));
}

/**
 * The k best items of the blocks first … last, best first. `exclude` (0: none) has one byte per item. The first pass adds the
 * approximate scores; a score lies within approximation ± bound, where bound = Σ (‖y‖ a + ‖y − s q‖ b) + epsilon. The k-th best
 * lower bound so far is a threshold that at least k items reach: items with a lower upper bound are discarded, and blocks whose
 * norms cannot reach it are not read. The second pass scores the rest in f32. `heap` has room for k pairs, with 128 bytes of
 * scratch before it; `rest` has room for a pair per slot. Returns the number of items found.
 *
 * With `multipliers` (f32 per item, ≥ 0, at most `largest`) the k best are those by max(0, score − low) × multiplier, and the
 * scores that are returned are these products.
 */
export function linearTop(
  first: u32, last: u32, ids: usize, members: usize, memberCount: u32, terms: usize, termCount: u32, offset: f32,
  epsilon: f32, exclude: usize, k: u32, heap: usize, rest: usize, indices: usize, scores: usize,
  multipliers: usize, low: f32, largest: f32,
): u32 {
  const tile = heap - 128;
  const membersEnd = members + MEMBER * memberCount;
  const termsEnd = terms + TERM * termCount;
  let size: u32 = 0;
  let threshold: f32 = -f32.MAX_VALUE;
  /** The score that an item needs at least: the threshold, or what reaches it with the largest multiplier. */
  let needed = threshold;
  let end = rest;
  for (let block = first; block < last; block++) {
    let reach = epsilon;
    let bound = epsilon;
    for (let m = members; m < membersEnd; m += MEMBER) {
      const at = <usize>u(m, BOUNDS) + (<usize>block << 3);
      const norm = f(at, 0);
      reach += norm * f(m, NORM);
      bound += norm * f(m, BOUND_A) + f(at, 4) * f(m, BOUND_B);
    }
    if (!termCount && offset + reach < needed) continue;
    startTile(block, terms, termsEnd, offset, tile);
    if (termCount && largestOf(tile) + reach < needed) continue;
    for (let m = members; m < membersEnd; m += MEMBER) addApproximate(m, block, tile);
    if (largestOf(tile) + bound < needed) continue;
    // One bit for each slot that can be in the list.
    const least = f32x4.splat(needed - bound);
    let open: u32 = 0;
    for (let i: u32 = 0; i < BLOCK; i += 4) {
      open |= <u32>i32x4.bitmask(f32x4.ge(v128.load(tile + (<usize>i << 2)), least)) << i;
    }
    for (; open != 0; open &= open - 1) {
      const i = ctz(open);
      const s = load<f32>(tile + (<usize>i << 2));
      if (s + bound < needed) continue;
      const slot = block * BLOCK + i;
      const item = load<u32>(ids + (<usize>slot << 2));
      if (item == NO_ITEM || (exclude != 0 && load<u8>(exclude + item) != 0)) continue;
      let lower = s - bound;
      let upper = s + bound;
      if (multipliers) {
        const m = load<f32>(multipliers + (<usize>item << 2));
        lower = max<f32>(0, lower - low) * m;
        upper = max<f32>(0, upper - low) * m * 1.000001;
        if (upper < threshold) continue;
      }
      store<u32>(end, slot);
      store<f32>(end, upper, 4);
      end += 8;
      if (lower >= threshold) {
        size = offer(heap, size, k, lower, slot);
        threshold = floor(heap, size, k);
        if (!multipliers) needed = threshold;
        else if (threshold > 0) needed = low + threshold / largest * 0.999999;
      }
    }
  }
  size = 0;
  for (let at = rest; at < end; at += 8) {
    if (load<f32>(at, 4) < threshold) continue;
    const slot = load<u32>(at);
    const item = load<u32>(ids + (<usize>slot << 2));
    let s = scoreOf(slot, item, members, membersEnd, terms, termsEnd, offset);
    if (multipliers) s = max<f32>(0, s - low) * load<f32>(multipliers + (<usize>item << 2));
    size = offer(heap, size, k, s, item);
    threshold = max(threshold, floor(heap, size, k));
  }
  drain(heap, size, indices, scores);
  return size;
}

/** The k best of `n` scores in the order of the items, without excluded items; `heap` as above. Returns how many there are. */
export function topOfScores(all: usize, n: u32, exclude: usize, k: u32, heap: usize, indices: usize, scores: usize): u32 {
  let size: u32 = 0;
  let least = floor(heap, 0, k);
  for (let item: u32 = 0; item < n; item++) {
    const s = load<f32>(all + (<usize>item << 2));
    // A later item with the score of the last one is not better.
    if (size == k && s <= least) continue;
    if (exclude != 0 && load<u8>(exclude + item) != 0) continue;
    size = offer(heap, size, k, s, item);
    least = floor(heap, size, k);
  }
  drain(heap, size, indices, scores);
  return size;
}

/** Σ aᵢ xᵢ xⱼ over a symmetric d × d f32 matrix, d a multiple of 8. */
export function quadraticForm(matrix: usize, vector: usize, d: u32): f64 {
  const bytes = d << 2;
  let sum: f64 = 0;
  for (let i: u32 = 0; i < d; i++) {
    sum += <f64>load<f32>(vector + (<usize>i << 2)) * rowDot(matrix + <usize>i * bytes, vector, bytes);
  }
  return sum;
}

/** How many of the first n items are excluded, and how many of these have a flag: two u32 at `out`. One byte per item each. */
export function countExcluded(exclude: usize, flags: usize, n: u32, out: usize): void {
  let all = i32x4.splat(0), flagged = all;
  let i: u32 = 0;
  for (; i + 16 <= n; i += 16) {
    const ones = i8x16.ne(v128.load(exclude + i), i8x16.splat(0));
    const both = v128.and(ones, i8x16.ne(v128.load(flags + i), i8x16.splat(0)));
    all = i32x4.sub(all, i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(ones)));
    flagged = i32x4.sub(flagged, i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(both)));
  }
  let count = lanesOf(all);
  let countFlagged = lanesOf(flagged);
  for (; i < n; i++) {
    if (load<u8>(exclude + i) == 0) continue;
    count++;
    if (load<u8>(flags + i) != 0) countFlagged++;
  }
  store<u32>(out, count);
  store<u32>(out, countFlagged, 4);
}

@inline
function lanesOf(x: v128): u32 {
  return i32x4.extract_lane(x, 0) + i32x4.extract_lane(x, 1) + i32x4.extract_lane(x, 2) + i32x4.extract_lane(x, 3);
}
