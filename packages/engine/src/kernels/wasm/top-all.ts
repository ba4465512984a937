// Top-k of all users: 48 users against blocks of 256 items, with the register tile of the dense product.
import { drain, floor, offer } from './heap';
import { pack, tile6x8 } from './tile';

const USERS: u32 = 48;
const ITEMS: u32 = 256;

/**
 * Users begin × 48 … end × 48. `items` packed as in pack-items.ts. `seen` lists, as a CSR matrix, the items to exclude per user
 * (indptr 0: none). Scratch: one u64 of seen flags per item (starts as zeros, left as zeros), then packed users, scores and
 * heaps.
 */
export function topAllBlocks(
  begin: u32, end: u32, scratch: usize, users: usize, userCount: u32, items: usize, itemCount: u32, d: u32,
  indptr: usize, indices: usize, k: u32, outIndices: usize, outScores: usize, counts: usize,
): void {
  const left = scratch + (<usize>itemCount << 3);
  const tile = left + <usize>USERS * d * 4;
  const sizes = tile + 192;
  const heaps = sizes + <usize>USERS * 4;
  const stride = <usize>d << 2;
  for (let block = begin; block < end; block++) {
    const first = block * USERS;
    const count = min(USERS, userCount - first);
    for (let i: u32 = 0; i < count; i += 6) {
      pack(users + stride * (first + i), stride, 4, min(6, count - i), d, 6, left + stride * i);
    }
    memory.fill(sizes, 0, <usize>USERS * 4);
    if (indptr != 0) {
      for (let u: u32 = 0; u < count; u++) flag(scratch, indptr, indices, first + u, <u64>1 << u, true);
    }
    for (let from: u32 = 0; from < itemCount; from += ITEMS) {
      const to = min(itemCount, from + ITEMS);
      for (let i: u32 = 0; i < count; i += 6) {
        const high = min(6, count - i);
        for (let item = from; item < to; item += 8) {
          tile6x8(left + stride * i, items + stride * item, d, tile, 32, false);
          for (let u: u32 = 0; u < high; u++) {
            const heap = heaps + <usize>(i + u) * k * 8;
            const least = f32x4.splat(floor(heap, load<u32>(sizes + (<usize>(i + u) << 2)), k));
            const row = tile + (<usize>u << 5);
            const hit = v128.or(f32x4.ge(v128.load(row), least), f32x4.ge(v128.load(row, 16), least));
            if (v128.any_true(hit)) offerRow(row, item, to, scratch, <u64>1 << (i + u), heap, sizes + (<usize>(i + u) << 2), k);
          }
        }
      }
    }
    for (let u: u32 = 0; u < count; u++) {
      const size = load<u32>(sizes + (<usize>u << 2));
      const at = <usize>(first + u) * k * 4;
      drain(heaps + <usize>u * k * 8, size, outIndices + at, outScores + at);
      store<u32>(counts + (<usize>(first + u) << 2), size);
      if (indptr != 0) flag(scratch, indptr, indices, first + u, 0, false);
    }
  }
}

function flag(flags: usize, indptr: usize, indices: usize, user: u32, bit: u64, set: bool): void {
  const last = load<u32>(indptr + (<usize>user << 2), 4);
  for (let at = load<u32>(indptr + (<usize>user << 2)); at < last; at++) {
    const to = flags + (<usize>load<u32>(indices + (<usize>at << 2)) << 3);
    store<u64>(to, set ? load<u64>(to) | bit : 0);
  }
}

function offerRow(row: usize, first: u32, to: u32, flags: usize, bit: u64, heap: usize, size: usize, k: u32): void {
  let filled = load<u32>(size);
  for (let i: u32 = 0; i < 8 && first + i < to; i++) {
    const s = load<f32>(row + (<usize>i << 2));
    if (s >= floor(heap, filled, k) && (load<u64>(flags + (<usize>(first + i) << 3)) & bit) == 0) {
      filled = offer(heap, filled, k, s, first + i);
    }
  }
  store<u32>(size, filled);
}
