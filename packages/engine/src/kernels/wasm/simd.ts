// Vector operations that several kernels use. v128 holds four f32.

/** a × b + c per lane: fused where relaxed SIMD exists, two roundings elsewhere. */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The four horizontal sums [Σa, Σb, Σc, Σd]. */
@inline
export function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 1, 4, 5), v128.shuffle<f32>(a, b, 2, 3, 6, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 1, 4, 5), v128.shuffle<f32>(c, d, 2, 3, 6, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 2, 4, 6), v128.shuffle<f32>(ab, cd, 1, 3, 5, 7));
}

/** One lane in all four. */
@inline
export function lane0(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 0, 0, 0, 0);
}

@inline
export function lane1(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 1, 1, 1, 1);
}

@inline
export function lane2(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 2, 2, 2, 2);
}

@inline
export function lane3(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 3, 3, 3, 3);
}

/** Σ aᵢ bᵢ over `bytes` bytes, a multiple of 16. */
@inline
export function dot(a: usize, b: usize, bytes: usize): f32 {
  let acc = f32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 16) acc = madd(v128.load(a + k), v128.load(b + k), acc);
  return f32x4.extract_lane(sums(acc, acc, acc, acc), 0);
}

/** Σ aᵢ bᵢ cᵢ. */
@inline
export function dot3(a: usize, b: usize, c: usize, bytes: usize): f32 {
  let acc = f32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 16) acc = madd(f32x4.mul(v128.load(a + k), v128.load(b + k)), v128.load(c + k), acc);
  return f32x4.extract_lane(sums(acc, acc, acc, acc), 0);
}

/**
 * Sets numbers below 2⁻⁶⁰ in magnitude to 0, over `bytes` bytes, a multiple of 16. Products of such numbers are subnormal, with
 * which a processor computes up to a hundred times slower, and they are too small to change any sum of scores.
 */
export function flushTiny(at: usize, bytes: usize): void {
  const least = f32x4.splat(8.673617379884035e-19);
  for (const end = at + bytes; at < end; at += 16) {
    const x = v128.load(at);
    v128.store(at, v128.and(x, f32x4.ge(f32x4.abs(x), least)));
  }
}
