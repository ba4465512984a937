import { DivergedError } from '../../data/errors.ts';
import { checkCsr } from './csr.ts';
import { prepareHalf, rowSums } from './ials-half.ts';
import type { IalsInput } from './ials-input.ts';
import { encodeSide, rotateSides, rotatesBefore } from './ials-rotation.ts';
import type { Pool, Session } from './pool.ts';
import { seededFactors } from './seeded-factors.ts';

export interface Factors {
  /** users × d, row-major; zeros for users without interactions. Empty with `itemsAlone`. */
  userFactors: Float32Array;
  /** items × d, row-major. */
  itemFactors: Float32Array;
}

/** The first iterations start far from the solution and take more steps. */
const CAREFUL_ITERATIONS = 2;
const CAREFUL_STEPS = 3;

/**
 * Implicit ALS (Hu, Koren, Volinsky 2008) with the loss and the frequency-scaled λ of Rendle et al. 2021, "Revisiting
 * the performance of iALS on item recommendation benchmarks", equations 1–4; each row by warm-started, preconditioned
 * conjugate gradient (after Takács, Pilászy, Tikk 2011). The basis of the factors is arbitrary: only dot products have a
 * meaning. Identical for any number of threads. Throws on bad shapes, on values that are not finite, when the factors
 * diverge, and with the signal's reason when aborted (checked twice per iteration).
 */
export function fitIals(pool: Pool, input: IalsInput): Promise<Factors> {
  const { byUser, byItem, factors: d } = input;
  const users = byUser.indptr.length - 1;
  const items = byItem.indptr.length - 1;
  checkParameters(input);
  checkCsr('byUser', byUser, items);
  checkCsr('byItem', byItem, users);
  if (byUser.indices.length !== byItem.indices.length)
    throw new Error('byUser and byItem do not contain the same matrix.');
  return pool.hold(async (session) => {
    const stride = Math.ceil(d / 16) * 16;
    const first = seededFactors(items, d, (input.initialScale ?? 0.1) / Math.sqrt(d), input.seed);
    const userAt = session.allocate(users * stride * 4);
    const itemAt = session.allocate(items * stride * 4);
    session.f32(userAt, users * stride).fill(0);
    const start = session.f32(itemAt, items * stride).fill(0);
    for (let item = 0; item < items; item++) start.set(first.subarray(item * d, item * d + d), item * stride);
    const userSide = { rows: users, at: userAt, ...allocateCodes(session, users, stride), sums: rowSums(byUser) };
    const itemSide = { rows: items, at: itemAt, ...allocateCodes(session, items, stride), sums: rowSums(byItem) };
    const userHalf = prepareHalf(session, input, byUser, itemSide, userSide, stride);
    const itemHalf = prepareHalf(session, input, byItem, userSide, itemSide, stride);
    const rotation = session.allocate(stride * stride * 4);
    await encodeSide(session, itemSide, stride);
    for (let iteration = 1; iteration <= input.iterations; iteration++) {
      const steps = input.steps ?? (iteration <= CAREFUL_ITERATIONS ? CAREFUL_STEPS : 1);
      if (rotatesBefore(iteration, d, byUser.indices.length)) {
        await rotateSides(session, userSide, itemSide, d, stride, rotation);
      }
      for (const half of [userHalf, itemHalf]) {
        input.signal?.throwIfAborted();
        await half(steps);
      }
      input.onIteration?.(iteration);
    }
    const result = {
      userFactors: input.itemsAlone
        ? new Float32Array(0)
        : unpad(session.f32(userAt, users * stride), users, d, stride),
      itemFactors: unpad(session.f32(itemAt, items * stride), items, d, stride),
    };
    for (const numbers of [result.userFactors, result.itemFactors]) checkFinite(numbers);
    return result;
  });
}

function allocateCodes(session: Session, rows: number, stride: number): { codes: number; scales: number } {
  return { codes: session.allocate(rows * stride * 2), scales: session.allocate(rows * 4) };
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
      throw new DivergedError('iALS diverged: raise the regularisation or lower the confidences.');
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
