/** What `foldIn` needs of a trained model. */
export interface FoldInModel {
  /** items × d, row-major. */
  itemFactors: Float32Array;
  factors: number;
  /** FᵀF of the item factors (d × d), from `gram` or `gramOf`. */
  gram: Float64Array;
  regularization: number;
  regularizationExponent: number;
  unobservedWeight: number;
}

export interface History {
  items: Uint32Array;
  /** The confidences of `IalsInput.byUser`: above 0 positive, below 0 negative events. */
  values: Float32Array;
}

/**
 * One user's factors from a history, exactly: the normal equations of Rendle et al. 2021 (equation 4) by Cholesky in
 * f64, or null when the history is empty. Synchronous; 100 events at d = 64 take a fraction of a millisecond.
 */
export function foldIn(model: FoldInModel, history: History): Float32Array | null {
  const { itemFactors, factors: d } = model;
  const { items, values } = history;
  if (items.length === 0) return null;
  const a = normalEquations(model, history);
  const b = new Float64Array(d);
  for (let at = 0; at < items.length; at++) {
    const from = items[at]! * d;
    const value = values[at]!;
    if (value > 0) for (let k = 0; k < d; k++) b[k]! += value * itemFactors[from + k]!;
  }
  solveCholesky(a, b, d);
  const out = Float32Array.from(b);
  if (!out.every(Number.isFinite))
    throw new Error('This history has no solution: it holds values that are not finite.');
  return out;
}

/**
 * The lower half (d × d, row-major) of what a user's factors solve: α0·FᵀF + Σ|c|·q·qᵀ + λ(Σ|c| + α0·items)^ν·I, over the
 * items q of the history with their confidences c.
 */
export function normalEquations(model: FoldInModel, history: History): Float64Array {
  const { itemFactors, factors: d, gram, unobservedWeight } = model;
  const itemCount = itemFactors.length / d;
  let weight = unobservedWeight * itemCount;
  for (const value of history.values) weight += Math.abs(value);
  for (const item of history.items) {
    if (!(item < itemCount)) throw new Error(`Item ${item} lies outside of ${itemCount} items.`);
  }
  const lambda = model.regularization * weight ** model.regularizationExponent;
  const a = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) a[i * d + j] = unobservedWeight * gram[i * d + j]!;
    a[i * d + i]! += lambda;
  }
  addOuterProducts(a, itemFactors, d, history);
  return a;
}

/**
 * Adds Σ |value| · q qᵀ over a history's items to the lower half of `a` (d × d, row-major). Four items at a time, two
 * rows of the sum at a time: what is loaded serves eight products.
 */
function addOuterProducts(a: Float64Array, itemFactors: Float32Array, d: number, history: History): void {
  const { items, values } = history;
  const q = new Float64Array(4 * d);
  const c = new Float64Array(4);
  for (let first = 0; first < items.length; first += 4) {
    // Past the end of the history a row is zero and adds nothing.
    for (let n = 0; n < 4; n++) {
      const known = first + n < items.length;
      c[n] = known ? Math.abs(values[first + n]!) : 0;
      const from = known ? items[first + n]! * d : 0;
      for (let k = 0; k < d; k++) q[n * d + k] = known ? itemFactors[from + k]! : 0;
    }
    addFour(a, q, c, d);
  }
}

function addFour(a: Float64Array, q: Float64Array, c: Float64Array, d: number): void {
  const q1 = d;
  const q2 = 2 * d;
  const q3 = 3 * d;
  for (let i = 0; i < d; i += 2) {
    // Where d is odd the last row stands alone, and is its own neighbour with nothing to add.
    const next = Math.min(i + 1, d - 1);
    const paired = next > i ? 1 : 0;
    const s0 = c[0]! * q[i]!;
    const s1 = c[1]! * q[q1 + i]!;
    const s2 = c[2]! * q[q2 + i]!;
    const s3 = c[3]! * q[q3 + i]!;
    const t0 = paired * c[0]! * q[next]!;
    const t1 = paired * c[1]! * q[q1 + next]!;
    const t2 = paired * c[2]! * q[q2 + next]!;
    const t3 = paired * c[3]! * q[q3 + next]!;
    const row = i * d;
    const below = next * d;
    for (let j = 0; j <= i; j++) {
      const x0 = q[j]!;
      const x1 = q[q1 + j]!;
      const x2 = q[q2 + j]!;
      const x3 = q[q3 + j]!;
      a[row + j]! += s0 * x0 + s1 * x1 + s2 * x2 + s3 * x3;
      a[below + j]! += t0 * x0 + t1 * x1 + t2 * x2 + t3 * x3;
    }
    if (paired) a[below + next]! += t0 * q[next]! + t1 * q[q1 + next]! + t2 * q[q2 + next]! + t3 * q[q3 + next]!;
  }
}

/**
 * Solves A x = b in place (x replaces b) for a symmetric positive definite A given by its lower half, which is
 * overwritten. Two rows by two columns of the factor at a time, so that four sums run side by side.
 */
function solveCholesky(a: Float64Array, b: Float64Array, n: number): void {
  for (let i = 0; i < n; i += 2) {
    const top = i * n;
    const paired = i + 1 < n;
    const low = paired ? top + n : top;
    for (let j = 0; j < i; j += 2) {
      const left = j * n;
      const right = left + n;
      let s00 = a[top + j]!;
      let s01 = a[top + j + 1]!;
      let s10 = a[low + j]!;
      let s11 = a[low + j + 1]!;
      for (let k = 0; k < j; k++) {
        const x = a[top + k]!;
        const y = a[low + k]!;
        const u = a[left + k]!;
        const v = a[right + k]!;
        s00 -= x * u;
        s01 -= x * v;
        s10 -= y * u;
        s11 -= y * v;
      }
      s00 /= a[left + j]!;
      s10 /= a[left + j]!;
      a[top + j] = s00;
      a[low + j] = s10;
      a[top + j + 1] = (s01 - s00 * a[right + j]!) / a[right + j + 1]!;
      a[low + j + 1] = (s11 - s10 * a[right + j]!) / a[right + j + 1]!;
    }
    setPivot(a, top, i);
    if (!paired) continue;
    let sum = a[low + i]!;
    for (let k = 0; k < i; k++) sum -= a[low + k]! * a[top + k]!;
    a[low + i] = sum / a[top + i]!;
    setPivot(a, low, i + 1);
  }
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= a[i * n + k]! * b[k]!;
    b[i] = sum / a[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    const solved = b[i]! / a[i * n + i]!;
    b[i] = solved;
    for (let k = 0; k < i; k++) b[k]! -= a[i * n + k]! * solved;
  }
}

/** The diagonal of row i, which begins at `row`. */
function setPivot(a: Float64Array, row: number, i: number): void {
  let pivot = a[row + i]!;
  for (let k = 0; k < i; k++) pivot -= a[row + k]! * a[row + k]!;
  // Without regularisation a direction may be undetermined: a huge pivot leaves it at zero.
  a[row + i] = pivot > 1e-12 ? Math.sqrt(pivot) : 1e30;
}

/** The Gram matrix of rows × d factors on the calling thread, in f64: for a process that has no pool. */
export function gramOf(factors: Float32Array, d: number): Float64Array {
  const out = new Float64Array(d * d);
  for (let from = 0; from < factors.length; from += d) {
    for (let i = 0; i < d; i++) {
      const value = factors[from + i]!;
      for (let j = 0; j <= i; j++) out[i * d + j]! += value * factors[from + j]!;
    }
  }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) out[j * d + i] = out[i * d + j]!;
  return out;
}
