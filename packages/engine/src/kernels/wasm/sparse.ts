// Products with sparse rows: indptr, indices (u32) and values (f32).
import { dot, madd } from './simd';
import { drain, offer } from './heap';

/** out (rows × k, k a multiple of 4) = sparse · dense (columns × k). */
export function spmmRows(
  begin: u32, end: u32, scratch: usize, indptr: usize, indices: usize, values: usize, dense: usize, out: usize, k: u32,
): void {
  const stride = <usize>k << 2;
  for (let row = begin; row < end; row++) {
    const from = load<u32>(indptr + (<usize>row << 2));
    const to = load<u32>(indptr + (<usize>row << 2), 4);
    const target = out + <usize>row * stride;
    let c: usize = 0;
    for (; c + 128 <= stride; c += 128) {
      let a = f32x4.splat(0), b = a, d = a, e = a, f = a, g = a, h = a, i = a;
      for (let at = from; at < to; at++) {
        const s = v128.load32_splat(values + (<usize>at << 2));
        const y = dense + <usize>load<u32>(indices + (<usize>at << 2)) * stride + c;
        a = madd(s, v128.load(y), a);
        b = madd(s, v128.load(y, 16), b);
        d = madd(s, v128.load(y, 32), d);
        e = madd(s, v128.load(y, 48), e);
        f = madd(s, v128.load(y, 64), f);
        g = madd(s, v128.load(y, 80), g);
        h = madd(s, v128.load(y, 96), h);
        i = madd(s, v128.load(y, 112), i);
      }
      v128.store(target + c, a);
      v128.store(target + c, b, 16);
      v128.store(target + c, d, 32);
      v128.store(target + c, e, 48);
      v128.store(target + c, f, 64);
      v128.store(target + c, g, 80);
      v128.store(target + c, h, 96);
      v128.store(target + c, i, 112);
    }
    for (; c < stride; c += 16) {
      let a = f32x4.splat(0);
      for (let at = from; at < to; at++) {
        const y = dense + <usize>load<u32>(indices + (<usize>at << 2)) * stride + c;
        a = madd(v128.load32_splat(values + (<usize>at << 2)), v128.load(y), a);
      }
      v128.store(target + c, a);
    }
  }
}

/**
 * Per row of A · B (both sparse) the k best columns by sum × columnScale[j] / (rowNorm[i] × columnNorm[j] + shrinkage),
 * written best first at row × k, their number to counts. Where `thin` is not 0 the sum is that of A · B plus the dot of
 * row i of `left` and row j of `right` (f32, `thin` bytes a row, a multiple of 16). Scratch: f32 sums, u32 stamps and u32 touched columns (columns
 * each), then k heap entries; the stamps start as zeros and carry the row + 1.
 */
export function productTopKRows(
  begin: u32, end: u32, scratch: usize,
  aIndptr: usize, aIndices: usize, aValues: usize, bIndptr: usize, bIndices: usize, bValues: usize, columns: u32,
  left: usize, right: usize, thin: usize,
  columnScale: usize, rowNorm: usize, columnNorm: usize, shrinkage: f32, skipSelf: u32, k: u32,
  outIndices: usize, outScores: usize, counts: usize,
): void {
  const stamps = scratch + (<usize>columns << 2);
  const touched = stamps + (<usize>columns << 2);
  const heap = touched + (<usize>columns << 2);
  for (let row = begin; row < end; row++) {
    let found: u32 = 0;
    const stamp = row + 1;
    const last = load<u32>(aIndptr + (<usize>row << 2), 4);
    for (let at = load<u32>(aIndptr + (<usize>row << 2)); at < last; at++) {
      const inner = bIndptr + (<usize>load<u32>(aIndices + (<usize>at << 2)) << 2);
      const weight = load<f32>(aValues + (<usize>at << 2));
      const stop = load<u32>(inner, 4);
      for (let b = load<u32>(inner); b < stop; b++) {
        const column = load<u32>(bIndices + (<usize>b << 2));
        const offset = <usize>column << 2;
        const product = weight * load<f32>(bValues + (<usize>b << 2));
        if (load<u32>(stamps + offset) != stamp) {
          store<u32>(stamps + offset, stamp);
          store<u32>(touched + (<usize>found << 2), column);
          store<f32>(scratch + offset, product);
          found++;
        } else store<f32>(scratch + offset, load<f32>(scratch + offset) + product);
      }
    }
    let size: u32 = 0;
    const norm = load<f32>(rowNorm + (<usize>row << 2));
    for (let t: u32 = 0; t < found; t++) {
      const column = load<u32>(touched + (<usize>t << 2));
      if (skipSelf && column == row) continue;
      const offset = <usize>column << 2;
      const below = norm * load<f32>(columnNorm + offset) + shrinkage;
      let sum = load<f32>(scratch + offset);
      if (thin) sum += dot(left + <usize>row * thin, right + <usize>column * thin, thin);
      const s = sum * load<f32>(columnScale + offset) / below;
      if (s != 0) size = offer(heap, size, k, s, column);
    }
    store<u32>(counts + (<usize>row << 2), size);
    drain(heap, size, outIndices + (<usize>row * k << 2), outScores + (<usize>row * k << 2));
  }
}
