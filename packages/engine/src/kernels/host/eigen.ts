/**
 * Eigenvectors of a symmetric n × n matrix (row-major) as the columns of an orthogonal n × n matrix, by falling
 * eigenvalue. Cyclic Jacobi (Golub and Van Loan, Matrix Computations, algorithm 8.4.3) until the off-diagonal part is a
 * ten-thousandth of the whole: enough for a basis.
 */
export function eigenvectors(matrix: Float64Array, n: number): Float64Array {
  const a = Float64Array.from(matrix);
  // Rows of v are the vectors while they turn, so that each rotation runs along memory.
  const v = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
  const whole = a.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) off += 2 * a[i * n + j]! ** 2;
    if (off <= 1e-8 * whole) break;
    const small = off / (n * n) / 100;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) if (a[p * n + q]! ** 2 > small) rotate(a, v, n, p, q);
    }
  }
  const order = Array.from({ length: n }, (_, k) => k).sort((i, j) => a[j * n + j]! - a[i * n + i]! || i - j);
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) out[i * n + k] = v[order[k]! * n + i]!;
  return out;
}

/** Makes a[p, q] zero. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * a[p * n + q]!);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const m of [a, v]) {
    for (let k = 0, x = p * n, y = q * n; k < n; k++, x++, y++) {
      const left = m[x]!;
      const right = m[y]!;
      m[x] = c * left - s * right;
      m[y] = s * left + c * right;
    }
  }
  for (let k = 0, x = p, y = q; k < n; k++, x += n, y += n) {
    const left = a[x]!;
    const right = a[y]!;
    a[x] = c * left - s * right;
    a[y] = s * left + c * right;
  }
}
