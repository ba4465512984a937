/** Σ a[i + k] · b[j + k] over k < length; four sums, since additions to a single one would depend on each other. */
export function dot(a: Float32Array, i: number, b: Float32Array, j: number, length: number): number {
  let w = 0;
  let x = 0;
  let y = 0;
  let z = 0;
  let k = 0;
  for (; k + 3 < length; k += 4) {
    w += a[i + k] * b[j + k];
    x += a[i + k + 1] * b[j + k + 1];
    y += a[i + k + 2] * b[j + k + 2];
    z += a[i + k + 3] * b[j + k + 3];
  }
  for (; k < length; k++) w += a[i + k] * b[j + k];
  return w + x + (y + z);
}
