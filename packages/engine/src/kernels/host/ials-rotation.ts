import { symmetricEigen } from '../../math/eigen.ts';
import { evenBounds } from './csr.ts';
import { gramAt } from './gram.ts';
import { packSquare, type Side } from './ials-half.ts';
import type { Session } from './pool.ts';

/** Iterations that start with a rotation; later ones change the eigenbasis too little to need one. */
const ROTATED = [2, 3, 5, 9];

/** Rotates only where the eigendecomposition (about d³ operations) is cheap compared with the iteration (nnz · d). */
export function rotatesBefore(iteration: number, d: number, interactions: number): boolean {
  return ROTATED.includes(iteration) && d * d * 4 <= interactions;
}

/**
 * Rotates the factors of both sides into the eigenbasis of the items' Gram matrix, largest eigenvalue first. Scores do not
 * change (the rotation is orthogonal), but the matrices of the rows become nearly diagonal, which suits the diagonal
 * preconditioner: one step of conjugate gradient then achieves what two did.
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
  const { vectors } = symmetricEigen(own, d);
  const padded = new Float64Array(stride * stride);
  for (let i = 0; i < d; i++) for (let k = 0; k < d; k++) padded[i * stride + k] = vectors[i * d + d - 1 - k];
  packSquare(padded, stride, 1, session.f32(q, stride * stride));
  for (const side of [users, items]) {
    await session.run('rotateRows', evenBounds(side.rows, 256), [side.at, stride, q], { bytes: stride * 4 });
  }
  await encodeSide(session, items, stride);
}

/** Encodes all factors of a side in 16 bits. */
export function encodeSide(session: Session, side: Side, stride: number): Promise<void> {
  return session.run('encodeRows', evenBounds(side.rows, 256), [side.at, stride, side.codes, side.scales]);
}
