import { evenBounds } from './csr.ts';
import { eigenvectors } from './eigen.ts';
import { gramAt } from './gram.ts';
import { packSquare, type Side } from './ials-half.ts';
import type { Session } from './pool.ts';

/** Before these iterations: the basis settles as the factors do. */
const ROTATED = [2, 3, 5, 9];

/**
 * Whether to rotate before this iteration: where the eigenvectors (about d³ steps) cost little beside the iteration
 * (nnz × d).
 */
export function rotatesBefore(iteration: number, d: number, interactions: number): boolean {
  return ROTATED.includes(iteration) && d * d * 4 <= interactions;
}

/**
 * Turns the factors of both sides into the eigenbasis of the items' Gram matrix. No score changes (the rotation is
 * orthogonal), but the rows' matrices come close to diagonal, where the preconditioner knows them: one step then does
 * what two did.
 */
export async function rotateSides(
  session: Session,
  users: Side,
  items: Side,
  d: number,
  stride: number,
  q: number,
): Promise<void> {
  const gram = await gramAt(session, items.at, items.rows, stride);
  const own = new Float64Array(d * d);
  for (let i = 0; i < d; i++) own.set(gram.subarray(i * stride, i * stride + d), i * d);
  const vectors = eigenvectors(own, d);
  const padded = new Float64Array(stride * stride);
  for (let i = 0; i < d; i++) padded.set(vectors.subarray(i * d, i * d + d), i * stride);
  packSquare(padded, stride, 1, session.f32(q, stride * stride));
  for (const side of [users, items]) {
    await session.run('rotateRows', evenBounds(side.rows, 256), [side.at, stride, q], { bytes: stride * 4 });
  }
  await encodeSide(session, items, stride);
}

/** Writes the 16-bit codes of all factors of a side. */
export function encodeSide(session: Session, side: Side, stride: number): Promise<void> {
  return session.run('encodeRows', evenBounds(side.rows, 256), [side.at, stride, side.codes, side.scales]);
}
