import { evenBounds } from './csr.ts';
import type { Kernel } from './load.ts';
import type { Pool, Session } from './pool.ts';

const MAXIMUM_BLOCKS = 48;
const BLOCK_ROWS = 16384;

/** YᵀY (d × d, f64, row-major) of rows × d f32 factors that lie at `source` with a row stride of d, a multiple of 8. */
export async function gramAt(session: Session, source: number, rows: number, d: number): Promise<Float64Array> {
  const blockRows = Math.max(128, Math.ceil(rows / MAXIMUM_BLOCKS / 128) * 128);
  const blocks = Math.ceil(rows / blockRows);
  const partials = session.allocate(blocks * d * d * 8);
  await session.run('gramBlocks', evenBounds(blocks), [source, rows, d, blockRows, partials]);
  const out = new Float64Array(d * d);
  for (let block = 0; block < blocks; block++) {
    const partial = session.f64(partials + block * d * d * 8, d * d);
    for (let k = 0; k < out.length; k++) out[k] += partial[k];
  }
  // Freed now, not at the end of the session: a training of many iterations would accumulate them.
  session.free(partials);
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) out[i * d + j] = out[j * d + i];
  return out;
}

/**
 * The same on the calling thread, for a process without a pool. `scratch` has room for d × d f64 in `memory`.
 */
export function gramHere(
  kernel: (name: string) => Kernel,
  memory: WebAssembly.Memory,
  source: number,
  rows: number,
  d: number,
  scratch: number,
): Float64Array {
  const blocks = kernel('gramBlocks');
  const partial = new Float64Array(memory.buffer, scratch, d * d);
  const out = new Float64Array(d * d);
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows - first);
    blocks(0, 1, 0, source + first * d * 4, count, d, count, scratch);
    for (let k = 0; k < out.length; k++) out[k] += partial[k];
  }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) out[i * d + j] = out[j * d + i];
  return out;
}

/** Places rows × d numbers with rows padded by zeros to `stride`. */
export function placePadded(session: Session, numbers: Float32Array, rows: number, d: number, stride: number): number {
  if (stride === d) return session.place(numbers);
  const at = session.allocate(rows * stride * 4);
  const out = session.f32(at, rows * stride).fill(0);
  for (let row = 0; row < rows; row++) out.set(numbers.subarray(row * d, row * d + d), row * stride);
  return at;
}

/**
 * The Gram matrix FᵀF (d × d, f64, row-major) of a rows × d row-major f32 matrix; sums of 128 products in f32, beyond
 * in f64.
 */
export function gram(pool: Pool, factors: Float32Array, d: number): Promise<Float64Array> {
  return pool.hold(async (session) => {
    const rows = factors.length / d;
    const stride = Math.ceil(d / 8) * 8;
    const padded = await gramAt(session, placePadded(session, factors, rows, d, stride), rows, stride);
    const out = new Float64Array(d * d);
    for (let i = 0; i < d; i++) out.set(padded.subarray(i * stride, i * stride + d), i * d);
    return out;
  });
}
