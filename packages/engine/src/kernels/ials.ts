import { balancedBounds, type Csr, checkCsr, evenBounds } from './csr.ts';
import { gramAt, placePadded } from './gram.ts';
import type { Pool, Session } from './pool.ts';
import { seededFactors } from './seeded-factors.ts';

export interface IalsInput {
  /**
   * Users × items and its transpose. A value v > 0 is the confidence of a positive interaction: v (ŷ − 1)². A value v < 0 is
   * a negative event (a dislike): |v| (ŷ − 0)², so it pulls the score to 0 harder than an unobserved pair does. 0 has no effect.
   */
  byUser: Csr;
  byItem: Csr;
  /** Dimensions d of the factors. */
  factors: number;
  /** λ of the L2 regularisation. */
  regularization: number;
  /** ν: λ is scaled with (Σ|v| + α₀ · rows of the other side)^ν. 0: the same λ for all, 1: fully frequency-scaled. */
  regularizationExponent: number;
  /** α₀: the weight of every user-item pair with target 0. */
  unobservedWeight: number;
  /** Full iterations: users, then items. */
  iterations: number;
  seed: number;
  /** Conjugate gradient steps per half iteration, 2 by default: with warm starts a third changes no ranking that we measured. */
  steps?: number;
  /** Standard deviation of the first item factors times √d, 0.1 by default. */
  initialScale?: number;
  /** Called after each iteration (1, 2, …). */
  onIteration?: (iteration: number) => void;
  signal?: AbortSignal;
}

export interface Factors {
  /** users × d, row-major; zeros for users without interactions. */
  userFactors: Float32Array;
  /** items × d, row-major. */
  itemFactors: Float32Array;
}

/** Rows that a thread keeps packed: beyond, sequential f32 is no faster than gathering the codes again. */
const MOST_PACKED = 16384;

/**
 * Implicit ALS (Hu, Koren, Volinsky 2008) with the loss and the frequency-scaled λ of Rendle et al. 2021, "Revisiting the
 * performance of iALS on item recommendation benchmarks", equations 1–4; each row by warm-started conjugate gradient
 * (Takács, Pilászy, Tikk 2011). Identical for any number of threads. Throws on bad shapes, on values that are not finite, when the
 * factors diverge, and with the signal's reason when aborted (checked twice per iteration).
 */
export function fitIals(pool: Pool, input: IalsInput): Promise<Factors> {
  const { byUser, byItem, factors: d } = input;
  const users = byUser.indptr.length - 1;
  const items = byItem.indptr.length - 1;
  checkParameters(input);
  checkCsr('byUser', byUser, items);
  checkCsr('byItem', byItem, users);
  if (byUser.indices.length !== byItem.indices.length)
    throw new Error('byUser and byItem do not hold the same matrix.');
  return pool.hold(async (session) => {
    const stride = Math.ceil(d / 16) * 16;
    const first = seededFactors(items, d, (input.initialScale ?? 0.1) / Math.sqrt(d), input.seed);
    const userAt = session.allocate(users * stride * 4);
    const itemAt = session.allocate(items * stride * 4);
    session.f32(userAt, users * stride).fill(0);
    const placed = placePadded(session, first, items, d, stride);
    session.f32(itemAt, items * stride).set(session.f32(placed, items * stride));
    const userSide = { rows: users, at: userAt, ...allocateCodes(session, users, stride) };
    const itemSide = { rows: items, at: itemAt, ...allocateCodes(session, items, stride) };
    const userHalf = prepare(session, input, byUser, itemSide, userSide, stride);
    const itemHalf = prepare(session, input, byItem, userSide, itemSide, stride);
    await session.run('encodeRows', evenBounds(items, 256), [itemAt, stride, itemSide.codes, itemSide.scales]);
    for (let iteration = 1; iteration <= input.iterations; iteration++) {
      for (const half of [userHalf, itemHalf]) {
        input.signal?.throwIfAborted();
        await half();
      }
      input.onIteration?.(iteration);
    }
    const result = {
      userFactors: unpad(session.f32(userAt, users * stride), users, d, stride),
      itemFactors: unpad(session.f32(itemAt, items * stride), items, d, stride),
    };
    for (const numbers of [result.userFactors, result.itemFactors]) checkFinite(numbers);
    return result;
  });
}

/** The factors of users or items: f32 at `at`, and as 16-bit codes with a scale per row, which the other side gathers from. */
interface Side {
  rows: number;
  at: number;
  codes: number;
  scales: number;
}

function allocateCodes(session: Session, rows: number, stride: number): { codes: number; scales: number } {
  return { codes: session.allocate(rows * stride * 2), scales: session.allocate(rows * 4) };
}

/** One half: the Gram matrix of `source`, then every row of `target`. */
function prepare(
  session: Session,
  input: IalsInput,
  csr: Csr,
  source: Side,
  target: Side,
  stride: number,
): () => Promise<void> {
  const indptr = session.place(csr.indptr);
  const indices = session.place(csr.indices);
  const values = session.place(csr.values);
  const lambdas = session.place(scaledRegularization(input, csr, source.rows));
  const bounds = balancedBounds(csr.indptr, stride / 8);
  const packed = session.allocate(stride * stride * 4);
  const capacity = Math.min(MOST_PACKED, Math.ceil(longestRow(csr) / 8) * 8);
  const scratch = { bytes: (capacity * (stride + 2) + 3 * stride) * 4 };
  const steps = input.steps ?? 2;
  return async () => {
    const gram = await gramAt(session, source.at, source.rows, stride);
    packGram(gram, stride, input.unobservedWeight, session.f32(packed, stride * stride));
    const sides = [source.codes, source.scales, target.at, target.codes, target.scales];
    const args = [indptr, indices, values, ...sides, stride, packed, lambdas, steps, capacity];
    await session.run('ialsRows', bounds, args, scratch);
  };
}

function longestRow(csr: Csr): number {
  let longest = 0;
  for (let row = 1; row < csr.indptr.length; row++)
    longest = Math.max(longest, csr.indptr[row]! - csr.indptr[row - 1]!);
  return longest;
}

/** λ per row: λ (Σ|v| + α₀ others)^ν. */
function scaledRegularization(input: IalsInput, csr: Csr, others: number): Float32Array {
  const { regularization, regularizationExponent, unobservedWeight } = input;
  return Float32Array.from({ length: csr.indptr.length - 1 }, (_, row) => {
    let weight = unobservedWeight * others;
    for (let at = csr.indptr[row]!; at < csr.indptr[row + 1]!; at++) weight += Math.abs(csr.values[at]!);
    return regularization * weight ** regularizationExponent;
  });
}

/** Rows of the d × d matrix in groups of eight, chunk by chunk: [d / 8][d / 4][8][4]. */
function packGram(gram: Float64Array, d: number, weight: number, out: Float32Array): void {
  for (let i = 0; i < d; i++) {
    const group = (i >> 3) * 8 * d + (i & 7) * 4;
    for (let j = 0; j < d; j++) out[group + (j >> 2) * 32 + (j & 3)] = weight * gram[i * d + j]!;
  }
}

function unpad(numbers: Float32Array, rows: number, d: number, stride: number): Float32Array {
  if (stride === d) return new Float32Array(numbers);
  const out = new Float32Array(rows * d);
  for (let row = 0; row < rows; row++) out.set(numbers.subarray(row * stride, row * stride + d), row * d);
  return out;
}

function checkFinite(numbers: Float32Array): void {
  for (let k = 0; k < numbers.length; k++) {
    if (!Number.isFinite(numbers[k]))
      throw new Error('iALS diverged: raise the regularisation or lower the confidences.');
  }
}

function checkParameters(input: IalsInput): void {
  const { factors, iterations, regularization, regularizationExponent, unobservedWeight } = input;
  if (!Number.isInteger(factors) || factors < 1 || factors > 1024) throw new Error('factors must be 1 to 1024.');
  if (!Number.isInteger(iterations) || iterations < 0) throw new Error('iterations must be a whole number from 0.');
  for (const value of [regularization, regularizationExponent, unobservedWeight]) {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
      throw new Error('λ, ν and α₀ must be finite and not negative.');
  }
}
