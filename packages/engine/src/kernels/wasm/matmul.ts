// C = A · B for row-major matrices, and the rank-96 updates of the symmetric inverse.
import { pack, tile6x8 } from './tile';

const ROWS: u32 = 96;
const DEPTH: u32 = 256;

/** Packs columns of B (k × n) into panels of 8: panel p at `packed` + p × k × 32 bytes. */
export function packPanels(begin: u32, end: u32, scratch: usize, b: usize, k: u32, n: u32, packed: usize): void {
  for (let panel = begin; panel < end; panel++) {
    const column = panel * 8;
    pack(b + (<usize>column << 2), 4, <usize>n << 2, min(8, n - column), k, 8, packed + <usize>panel * k * 32);
  }
}

/** Blocks of 96 rows of C (m × n). `scratch` holds 96 × 256 packed floats of A, then a 6 × 8 tile for the edges. */
export function matmulBlocks(
  begin: u32, end: u32, scratch: usize, a: usize, packed: usize, c: usize, m: u32, k: u32, n: u32,
): void {
  const edge = scratch + <usize>ROWS * DEPTH * 4;
  const stride = <usize>n << 2;
  for (let block = begin; block < end; block++) {
    const first = block * ROWS;
    const rows = min(ROWS, m - first);
    if (k == 0) memory.fill(c + <usize>first * stride, 0, <usize>rows * stride);
    for (let from: u32 = 0; from < k; from += DEPTH) {
      const depth = min(DEPTH, k - from);
      for (let i: u32 = 0; i < rows; i += 6) {
        const row = a + (<usize>(first + i) * k + from) * 4;
        pack(row, <usize>k << 2, 4, min(6, rows - i), depth, 6, scratch + <usize>i * depth * 4);
      }
      for (let j: u32 = 0; j < n; j += 8) {
        const right = packed + (<usize>(j >> 3) * k + from) * 32;
        for (let i: u32 = 0; i < rows; i += 6) {
          const out = c + (<usize>(first + i) * n + j) * 4;
          const left = scratch + <usize>i * depth * 4;
          const high = min(6, rows - i);
          const wide = min(8, n - j);
          if (high == 6 && wide == 8) tile6x8(left, right, depth, out, stride, from > 0);
          else {
            tile6x8(left, right, depth, edge, 32, false);
            for (let y: u32 = 0; y < high; y++) {
              for (let x: u32 = 0; x < wide; x++) {
                const to = out + <usize>y * stride + (<usize>x << 2);
                const value = load<f32>(edge + <usize>y * 32 + (<usize>x << 2));
                store<f32>(to, from > 0 ? load<f32>(to) + value : value);
              }
            }
          }
        }
      }
    }
  }
}

/** An element of column block k of a symmetric matrix whose block rows store only the blocks up to the diagonal. */
@inline
function columnEntry(a: usize, n: u32, row: u32, column: u32): f32 {
  return row > column ? load<f32>(a + (<usize>row * n + column) * 4) : load<f32>(a + (<usize>column * n + row) * 4);
}

/**
 * First half of sweeping pivot block `pivot` (96 columns, n padded to a multiple of 96): for block rows i ≠ pivot packs
 * W = A[i, pivot] as right panels, V = W · P as negated left panels, and stores V in place of W. P is the inverse of
 * the pivot block.
 */
export function sweepPanels(
  begin: u32, end: u32, scratch: usize, a: usize, n: u32, pivot: u32, inverse: usize, left: usize, right: usize,
): void {
  const w = scratch;
  const v = scratch + <usize>ROWS * ROWS * 4;
  const wLeft = v + <usize>ROWS * ROWS * 4;
  for (let block = begin; block < end; block++) {
    if (block == pivot) continue;
    for (let i: u32 = 0; i < ROWS; i++) {
      for (let k: u32 = 0; k < ROWS; k++) {
        store<f32>(w + (<usize>i * ROWS + k) * 4, columnEntry(a, n, block * ROWS + i, pivot * ROWS + k));
      }
    }
    const base = <usize>block * ROWS * ROWS * 4;
    for (let i: u32 = 0; i < ROWS; i += 8) {
      pack(w + <usize>i * ROWS * 4, ROWS * 4, 4, 8, ROWS, 8, right + base + <usize>i * ROWS * 4);
    }
    for (let i: u32 = 0; i < ROWS; i += 6) {
      pack(w + <usize>i * ROWS * 4, ROWS * 4, 4, 6, ROWS, 6, wLeft);
      for (let j: u32 = 0; j < ROWS; j += 8) {
        tile6x8(wLeft, inverse + <usize>j * ROWS * 4, ROWS, v + (<usize>i * ROWS + j) * 4, ROWS * 4, false);
      }
    }
    for (let i: u32 = 0; i < ROWS; i++) {
      for (let k: u32 = 0; k < ROWS; k++) {
        const at = v + (<usize>i * ROWS + k) * 4;
        const value = load<f32>(at);
        const row = block * ROWS + i;
        const column = pivot * ROWS + k;
        store<f32>(a + (row > column ? <usize>row * n + column : <usize>column * n + row) * 4, value);
        store<f32>(at, -value);
      }
    }
    for (let i: u32 = 0; i < ROWS; i += 6) {
      pack(v + <usize>i * ROWS * 4, ROWS * 4, 4, 6, ROWS, 6, left + base + <usize>i * ROWS * 4);
    }
  }
}

/** Second half: A[i, j] −= V[i] · W[j]ᵀ for block rows i and j ≤ i, both ≠ pivot. */
export function sweepUpdate(
  begin: u32, end: u32, scratch: usize, a: usize, n: u32, pivot: u32, left: usize, right: usize,
): void {
  const size = <usize>ROWS * ROWS * 4;
  for (let block = begin; block < end; block++) {
    if (block == pivot) continue;
    for (let other: u32 = 0; other <= block; other++) {
      if (other == pivot) continue;
      const out = a + (<usize>block * ROWS * n + other * ROWS) * 4;
      for (let j: u32 = 0; j < ROWS; j += 8) {
        const panel = right + size * other + <usize>j * ROWS * 4;
        for (let i: u32 = 0; i < ROWS; i += 6) {
          const rows = left + size * block + <usize>i * ROWS * 4;
          tile6x8(rows, panel, ROWS, out + (<usize>i * n + j) * 4, <usize>n << 2, true);
        }
      }
    }
  }
}
