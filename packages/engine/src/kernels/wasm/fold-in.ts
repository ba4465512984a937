// Solves the factors of one user from a history. The system is K = I + TᵀT; T (depth × m, m a multiple of eight) is stored
// in panels of eight columns, [m / 8][depth][8], and so is its Cholesky factor U (UᵀU = K), [m / 8][m][8].
import { madd } from './simd';

/**
 * Rows `items` of `factors` (row-major, stride `d`) as the columns of T: column j is the row of item j times
 * outer[j] · inner[k] in row k. T has d rows and `m` ≥ n columns, zeros from n on.
 */
export function packColumns(
  factors: usize, d: u32, items: usize, n: u32, outer: usize, inner: usize, panels: usize, m: u32,
): void {
  for (let j: u32 = 0; j < m; j++) {
    let to = panels + <usize>(j >> 3) * d * 32 + ((j & 7) << 2);
    const o: f32 = j < n ? load<f32>(outer + (<usize>j << 2)) : 0;
    const row = factors + <usize>(j < n ? load<u32>(items + (<usize>j << 2)) : 0) * d * 4;
    const os = f32x4.splat(o);
    for (let k: usize = 0; k < (<usize>d << 2); k += 16, to += 128) {
      const x = f32x4.mul(f32x4.mul(os, v128.load(inner + k)), v128.load(row + k));
      store<f32>(to, f32x4.extract_lane(x, 0));
      store<f32>(to, f32x4.extract_lane(x, 1), 32);
      store<f32>(to, f32x4.extract_lane(x, 2), 64);
      store<f32>(to, f32x4.extract_lane(x, 3), 96);
    }
  }
}

/** The same rows as the rows of T: n × d. */
export function packRowsOf(
  factors: usize, d: u32, items: usize, n: u32, outer: usize, inner: usize, panels: usize,
): void {
  const panel = <usize>n << 5;
  for (let j: u32 = 0; j < n; j++) {
    const o = v128.load32_splat(outer + (<usize>j << 2));
    let from = factors + <usize>load<u32>(items + (<usize>j << 2)) * d * 4;
    let to = panels + (<usize>j << 5);
    for (let k: u32 = 0, at = inner; k < d; k += 8, at += 32, from += 32, to += panel) {
      v128.store(to, f32x4.mul(v128.load(from), f32x4.mul(o, v128.load(at))));
      v128.store(to, f32x4.mul(v128.load(from, 16), f32x4.mul(o, v128.load(at, 16))), 16);
    }
  }
}

/** out (4 × 8, rows of 32 bytes) = left (count × 4 of a panel)ᵀ · right (count × 8), or out minus that product. */
function tile(left: usize, right: usize, count: u32, out: usize, less: bool): void {
  let a0 = f32x4.splat(0), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0;
  for (const last = left + (<usize>count << 5); left < last; left += 32, right += 32) {
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
  }
  put(out, a0, b0, less);
  put(out + 32, a1, b1, less);
  put(out + 64, a2, b2, less);
  put(out + 96, a3, b3, less);
}

@inline
function put(out: usize, a: v128, b: v128, less: bool): void {
  v128.store(out, less ? f32x4.sub(v128.load(out), a) : a);
  v128.store(out, less ? f32x4.sub(v128.load(out, 16), b) : b, 16);
}

/**
 * Computes U from T by blocked Cholesky, eight rows at a time: the rows of K minus the contribution of the rows above,
 * solved with their diagonal block. Pivots are at least 1 up to rounding, since K is I plus a Gram matrix.
 */
export function factorSystem(panels: usize, depth: u32, m: u32, upper: usize): void {
  const source = <usize>depth << 5;
  const target = <usize>m << 5;
  const blocks = m >> 3;
  for (let r: u32 = 0; r < blocks; r++) {
    const own = upper + target * r;
    const diagonal = own + (<usize>r << 8);
    for (let p = r; p < blocks; p++) {
      const out = upper + target * p + (<usize>r << 8);
      const right = panels + source * p;
      tile(panels + source * r, right, depth, out, false);
      tile(panels + source * r + 16, right, depth, out + 128, false);
      tile(own, upper + target * p, r << 3, out, true);
      tile(own + 16, upper + target * p, r << 3, out + 128, true);
      if (p == r) factorBlock(diagonal);
      else solveBlock(diagonal, out);
    }
  }
}

/** Factors I + the 8 × 8 block in place; entries outside of the upper triangle are overwritten with intermediate values. */
function factorBlock(a: usize): void {
  for (let i: usize = 0; i < 8; i++) {
    const row = a + (i << 5);
    let pivot = load<f32>(row + (i << 2)) + 1;
    for (let k: usize = 0; k < i; k++) {
      const u = load<f32>(a + (k << 5) + (i << 2));
      pivot -= u * u;
    }
    const root = sqrt<f32>(max<f32>(1, pivot));
    store<f32>(row + (i << 2), root);
    for (let j = i + 1; j < 8; j++) {
      let sum = load<f32>(row + (j << 2));
      for (let k: usize = 0; k < i; k++) sum -= load<f32>(a + (k << 5) + (i << 2)) * load<f32>(a + (k << 5) + (j << 2));
      store<f32>(row + (j << 2), sum / root);
    }
  }
}

/** Solves Dᵀ X = B for the 8 × 8 block B, in place; D is the upper triangle at `diagonal`. */
function solveBlock(diagonal: usize, b: usize): void {
  for (let i: usize = 0; i < 8; i++) {
    const row = b + (i << 5);
    let x = v128.load(row);
    let y = v128.load(row, 16);
    for (let k: usize = 0; k < i; k++) {
      const u = f32x4.neg(v128.load32_splat(diagonal + (k << 5) + (i << 2)));
      x = madd(u, v128.load(b + (k << 5)), x);
      y = madd(u, v128.load(b + (k << 5), 16), y);
    }
    const inverse = f32x4.splat(1 / load<f32>(diagonal + (i << 5) + (i << 2)));
    v128.store(row, f32x4.mul(x, inverse));
    v128.store(row, f32x4.mul(y, inverse), 16);
  }
}

/** x = K⁻¹ x (m floats), from the factor U. */
export function solveSystem(upper: usize, m: u32, x: usize): void {
  const panel = <usize>m << 5;
  const blocks = m >> 3;
  for (let p: u32 = 0; p < blocks; p++) {
    const own = x + (<usize>p << 5);
    let a = v128.load(own);
    let b = v128.load(own, 16);
    let at = upper + panel * p;
    for (let k = x; k < own; k += 4, at += 32) {
      const s = f32x4.neg(v128.load32_splat(k));
      a = madd(s, v128.load(at), a);
      b = madd(s, v128.load(at, 16), b);
    }
    v128.store(own, a);
    v128.store(own, b, 16);
    for (let i: usize = 0; i < 8; i++) {
      let sum = load<f32>(own + (i << 2));
      for (let k: usize = 0; k < i; k++) sum -= load<f32>(own + (k << 2)) * load<f32>(at + (k << 5) + (i << 2));
      store<f32>(own + (i << 2), sum / load<f32>(at + (i << 5) + (i << 2)));
    }
  }
  for (let r: u32 = blocks; r-- > 0; ) {
    const own = x + (<usize>r << 5);
    const diagonal = upper + panel * r + (<usize>r << 8);
    for (let i: usize = 8; i-- > 0; ) {
      let acc = f32x4.splat(0);
      let row = diagonal + (i << 5) + panel;
      for (let p = r + 1, z = own + 32; p < blocks; p++, z += 32, row += panel) {
        acc = madd(v128.load(row), v128.load(z), acc);
        acc = madd(v128.load(row, 16), v128.load(z, 16), acc);
      }
      let sum = load<f32>(own + (i << 2)) - f32x4.extract_lane(acc, 0) - f32x4.extract_lane(acc, 1)
        - f32x4.extract_lane(acc, 2) - f32x4.extract_lane(acc, 3);
      for (let k = i + 1; k < 8; k++) sum -= load<f32>(diagonal + (i << 5) + (k << 2)) * load<f32>(own + (k << 2));
      store<f32>(own + (i << 2), sum / load<f32>(diagonal + (i << 5) + (i << 2)));
    }
  }
}

/** out (depth, f64) = T x for x (m, f64). */
export function systemTimes(panels: usize, depth: u32, m: u32, x: usize, out: usize): void {
  memory.fill(out, 0, <usize>depth << 3);
  for (let p: u32 = 0; p < m >> 3; p++) {
    const x0 = v128.load(x), x1 = v128.load(x, 16), x2 = v128.load(x, 32), x3 = v128.load(x, 48);
    x += 64;
    for (let t: u32 = 0; t < depth; t++, panels += 32) {
      const low = v128.load(panels);
      const high = v128.load(panels, 16);
      let acc = f64x2.mul(f64x2.promote_low_f32x4(low), x0);
      acc = f64x2.add(acc, f64x2.mul(f64x2.promote_low_f32x4(v128.shuffle<f32>(low, low, 2, 3, 2, 3)), x1));
      acc = f64x2.add(acc, f64x2.mul(f64x2.promote_low_f32x4(high), x2));
      acc = f64x2.add(acc, f64x2.mul(f64x2.promote_low_f32x4(v128.shuffle<f32>(high, high, 2, 3, 2, 3)), x3));
      const to = out + (<usize>t << 3);
      store<f64>(to, load<f64>(to) + f64x2.extract_lane(acc, 0) + f64x2.extract_lane(acc, 1));
    }
  }
}

/** out (m, f64) = Tᵀ v for v (depth, f64). */
export function systemTransposeTimes(panels: usize, depth: u32, m: u32, v: usize, out: usize): void {
  for (let p: u32 = 0; p < m >> 3; p++, out += 64) {
    let a = f64x2.splat(0), b = a, c = a, d = a;
    for (let t: u32 = 0; t < depth; t++, panels += 32) {
      const s = v128.load64_splat(v + (<usize>t << 3));
      const low = v128.load(panels);
      const high = v128.load(panels, 16);
      a = f64x2.add(a, f64x2.mul(s, f64x2.promote_low_f32x4(low)));
      b = f64x2.add(b, f64x2.mul(s, f64x2.promote_low_f32x4(v128.shuffle<f32>(low, low, 2, 3, 2, 3))));
      c = f64x2.add(c, f64x2.mul(s, f64x2.promote_low_f32x4(high)));
      d = f64x2.add(d, f64x2.mul(s, f64x2.promote_low_f32x4(v128.shuffle<f32>(high, high, 2, 3, 2, 3))));
    }
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
  }
}
