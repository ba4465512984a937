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
 * Adds Σ |value| · q qᵀ over a history's items to the lower half of `a` (d × d, row-major). Four items at a time: the sum
 * is loaded and stored once for the four, which is what the time goes into.
 */
function addOuterProducts(a: Float64Array, itemFactors: Float32Array, d: number, history: History): void {
  const { items, values } = history;
  const rows = [0, 1, 2, 3].map(() => new Float64Array(d)) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const [q0, q1, q2, q3] = rows;
  for (let at = 0; at < items.length; at += 4) {
    rows.forEach((row, n) => {
      // Past the end of the history the row is zero and adds nothing.
      if (at + n < items.length) row.set(itemFactors.subarray(items[at + n]! * d, items[at + n]! * d + d));
      else row.fill(0);
    });
    const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = values.subarray(at, at + 4).map(Math.abs);
    for (let i = 0; i < d; i++) {
      const s0 = c0 * q0[i]!;
      const s1 = c1 * q1[i]!;
      const s2 = c2 * q2[i]!;
      const s3 = c3 * q3[i]!;
      const row = i * d;
      for (let j = 0; j <= i; j++) a[row + j]! += s0 * q0[j]! + s1 * q1[j]! + s2 * q2[j]! + s3 * q3[j]!;
    }
  }
}

/**
 * Solves A x = b in place (x replaces b) for a symmetric positive definite A given by its lower half, which is
 * overwritten.
 */
function solveCholesky(a: Float64Array, b: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      a[i * n + j] = sum / a[j * n + j]!;
    }
    let pivot = a[i * n + i]!;
    for (let k = 0; k < i; k++) pivot -= a[i * n + k]! * a[i * n + k]!;
    // Without regularisation a direction may be undetermined: a huge pivot leaves it at zero.
    a[i * n + i] = pivot > 1e-12 ? Math.sqrt(pivot) : 1e30;
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) b[i]! -= a[i * n + k]! * b[k]!;
    b[i]! /= a[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) b[i]! -= a[k * n + i]! * b[k]!;
    b[i]! /= a[i * n + i]!;
  }
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
