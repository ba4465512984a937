/**
 * Factors a symmetric positive definite d × d matrix (row-major) in place into its lower triangle L, L·Lᵀ = A, in
 * double precision. Returns false where A is not positive definite.
 */
export function cholesky(a: Float64Array, d: number): boolean {
  for (let j = 0; j < d; j++) {
    const rowJ = j * d;
    let diagonal = a[rowJ + j];
    for (let k = 0; k < j; k++) diagonal -= a[rowJ + k] * a[rowJ + k];
    if (!(diagonal > 0)) return false;
    const root = Math.sqrt(diagonal);
    a[rowJ + j] = root;
    for (let i = j + 1; i < d; i++) {
      const rowI = i * d;
      let sum = a[rowI + j];
      for (let k = 0; k < j; k++) sum -= a[rowI + k] * a[rowJ + k];
      a[rowI + j] = sum / root;
    }
  }
  return true;
}

/** Solves L·Lᵀ·x = b in place; L is the result of `cholesky`. */
export function solveCholesky(l: Float64Array, b: Float64Array, d: number): void {
  for (let i = 0; i < d; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= l[i * d + k] * b[k];
    b[i] = sum / l[i * d + i];
  }
  for (let i = d - 1; i >= 0; i--) {
    let sum = b[i];
    for (let k = i + 1; k < d; k++) sum -= l[k * d + i] * b[k];
    b[i] = sum / l[i * d + i];
  }
}
