import { gramHere } from './gram.ts';
import type { Rows } from './linear-ranker.ts';
import type { ModelMemory } from './model-memory.ts';

/** Places a row-major matrix with rows padded by zeros to a multiple of 8; without a copy where it needs none. */
export function placeRows(memory: ModelMemory, name: string, numbers: Float32Array, d: number): Rows {
  const stride = Math.max(8, Math.ceil(d / 8) * 8);
  if (stride === d) return { at: memory.place(name, numbers), stride };
  const count = numbers.length / d;
  const at = memory.derive(name, count * stride * 4, (to) => {
    const padded = memory.f32(to, count * stride);
    for (let row = 0; row < count; row++) padded.set(numbers.subarray(row * d, row * d + d), row * stride);
  });
  return { at, stride };
}

/** The mean row and the covariance matrix of some rows: mean and variance of any score that is linear in them. */
export interface RowMoments {
  mean: Float32Array;
  /** Byte offset of the covariance, stride × stride f32, row-major. */
  covariance: number;
}

const blockRows = 16_384;

/** Of all `count` rows, or of those in `list`. */
export function rowMoments(
  memory: ModelMemory,
  name: string,
  { at: rows, stride }: Rows,
  count: number,
  list?: Uint32Array,
): RowMoments {
  const size = stride * stride;
  const meanAt = memory.derive(`${name}mean`, stride * 4);
  const covariance = memory.derive(`${name}covariance`, size * 4, (at) => {
    const n = Math.max(1, list?.length ?? count);
    const { gram, sum } = list ? listSums(memory, rows, stride, list) : sums(memory, rows, stride, count);
    memory.f32(meanAt, stride).set(sum.map((x) => x / n));
    const out = memory.f32(at, size);
    for (let i = 0; i < stride; i++) {
      for (let j = 0; j < stride; j++) out[i * stride + j] = gram[i * stride + j] / n - (sum[i] / n) * (sum[j] / n);
    }
  });
  return { mean: memory.f32(meanAt, stride), covariance };
}

interface Sums {
  gram: Float64Array;
  sum: Float64Array;
}

function sums(memory: ModelMemory, rows: number, stride: number, count: number): Sums {
  const scratch = memory.derive(`gram scratch ${stride}`, stride * stride * 8);
  const columns = memory.f64(scratch, stride).fill(0);
  memory.kernel('addColumns')(rows, count, stride, scratch);
  const sum = columns.slice();
  return { gram: gramHere((kernel) => memory.kernel(kernel), memory.memory, rows, count, stride, scratch), sum };
}

/** The rows of a list have to be copied next to each other first. */
function listSums(memory: ModelMemory, rows: number, stride: number, list: Uint32Array): Sums {
  const total: Sums = { gram: new Float64Array(stride * stride), sum: new Float64Array(stride) };
  const copy = memory.derive(`gram rows ${stride}`, Math.min(blockRows, list.length) * stride * 4);
  for (let first = 0; first < list.length; first += blockRows) {
    const part = list.subarray(first, first + blockRows);
    const to = memory.f32(copy, part.length * stride);
    part.forEach((item, n) => {
      to.set(memory.f32(rows + item * stride * 4, stride), n * stride);
    });
    const { gram, sum } = sums(memory, copy, stride, part.length);
    for (let k = 0; k < gram.length; k++) total.gram[k] += gram[k];
    for (let k = 0; k < stride; k++) total.sum[k] += sum[k];
  }
  return total;
}
