import type { Csr } from '../../data/records.ts';
import { balancedBounds } from './csr.ts';
import { gramAt } from './gram.ts';
import type { IalsInput } from './ials-input.ts';
import type { Session } from './pool.ts';

/**
 * The factors of users or items: f32 at `at`, and 16-bit codes with a scale per row, from which the other side reads.
 */
export interface Side {
  rows: number;
  at: number;
  codes: number;
  scales: number;
  /** Σ|v| of each row's interactions. */
  sums: Float32Array;
}

/** Factor rows that a thread keeps packed: for longer lists, reading packed f32 is no faster than gathering codes again. */
const MOST_PACKED = 16384;
/** Number of rows sampled for the average of the preconditioner. */
const MOMENT_ROWS = 4000;

/**
 * Prepares one half of an iteration, to be called with the number of conjugate gradient steps: computes the Gram matrix of
 * `source`, then every row of `target`. The preconditioner of a row is the diagonal of its matrix, in which Σ|v| times an
 * average row replaces its own rows.
 */
export function prepareHalf(
  session: Session,
  input: IalsInput,
  csr: Csr,
  source: Side,
  target: Side,
  stride: number,
): (steps: number) => Promise<void> {
  const matrix = [csr.indptr, csr.indices, csr.values].map((part) => session.place(part));
  const weighting = [scaledRegularization(input, target.sums, source.rows), target.sums].map((part) =>
    session.place(part),
  );
  const packed = session.allocate(stride * stride * 4);
  const upper = session.allocate(stride * stride * 4);
  const base = session.allocate(stride * 4);
  const spread = session.allocate(stride * 4);
  const bounds = balancedBounds(csr.indptr, stride / 8);
  const capacity = Math.min(MOST_PACKED, Math.ceil(longestRow(csr) / 8) * 8);
  const scratch = { bytes: (capacity * (stride + 2) + 4 * stride + 8) * 4 };
  return async (steps) => {
    const gram = await gramAt(session, source.at, source.rows, stride);
    packSquare(gram, stride, input.unobservedWeight, session.f32(packed, stride * stride));
    packSquare(doubleUpper(gram, stride), stride, input.unobservedWeight, session.f32(upper, stride * stride));
    const diagonal = session.f32(base, stride);
    for (let k = 0; k < stride; k++) diagonal[k] = input.unobservedWeight * gram[k * stride + k];
    session.f32(spread, stride).set(averageSquares(session.f32(source.at, source.rows * stride), source.sums, stride));
    const sides = [source.codes, source.scales, target.at, target.codes, target.scales];
    const args = [...matrix, ...sides, stride, packed, upper, ...weighting, base, spread, steps, capacity];
    await session.run('ialsRows', bounds, args, scratch);
  };
}

/** Rows of a d × d matrix in groups of eight, chunk by chunk: [d / 8][d / 4][8][4]. */
export function packSquare(matrix: Float64Array, d: number, weight: number, out: Float32Array): void {
  for (let i = 0; i < d; i++) {
    const group = (i >> 3) * 8 * d + (i & 7) * 4;
    for (let j = 0; j < d; j++) out[group + (j >> 2) * 32 + (j & 3)] = weight * matrix[i * d + j];
  }
}

/**
 * A symmetric matrix with the entries right of its 8 × 8 diagonal blocks doubled, so that pᵀAp needs no entries left of
 * them.
 */
function doubleUpper(matrix: Float64Array, d: number): Float64Array {
  return matrix.map((value, at) => ((at % d) >> 3 > Math.floor(at / d) >> 3 ? 2 * value : value));
}

/** Σ|v| of each row. */
export function rowSums(csr: Csr): Float32Array {
  return Float32Array.from({ length: csr.indptr.length - 1 }, (_, row) => {
    let sum = 0;
    for (let at = csr.indptr[row]; at < csr.indptr[row + 1]; at++) sum += Math.abs(csr.values[at]);
    return sum;
  });
}

function longestRow(csr: Csr): number {
  let longest = 0;
  for (let row = 1; row < csr.indptr.length; row++) {
    longest = Math.max(longest, csr.indptr[row] - csr.indptr[row - 1]);
  }
  return longest;
}

/** λ per row: λ (Σ|v| + α₀ · rows of the other side)^ν. */
function scaledRegularization(input: IalsInput, sums: Float32Array, others: number): Float32Array {
  const { regularization, regularizationExponent, unobservedWeight } = input;
  return sums.map((sum) => regularization * (sum + unobservedWeight * others) ** regularizationExponent);
}

/** Average contribution of one unit of confidence to the diagonal: Σ wᵢ yᵢₖ² / Σ wᵢ over evenly spaced rows. */
function averageSquares(factors: Float32Array, weights: Float32Array, stride: number): Float64Array {
  const out = new Float64Array(stride);
  const step = Math.ceil(weights.length / MOMENT_ROWS);
  let total = 0;
  for (let row = 0; row < weights.length; row += step) {
    const weight = weights[row];
    total += weight;
    for (let k = 0, at = row * stride; k < stride; k++, at++) out[k] += weight * factors[at] * factors[at];
  }
  return total > 0 ? out.map((value) => value / total) : out;
}
