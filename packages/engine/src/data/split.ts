import { seeded } from '../math/random.ts';
import type { Interactions } from './records.ts';

export interface Split {
  train: Interactions;
  /** Held-out positives by user, rows in the same order as `train`. */
  test: { indptr: Uint32Array; indices: Uint32Array };
  how: 'temporal' | 'random';
}

export interface SplitOptions {
  /** Share of a user's positives to hold out, rounded; at least one and at most `max`. */
  share: number;
  max: number;
  /** Replaces `max` in a temporal split. */
  maxTimed?: number;
  seed: number;
}

/** Holds out the last positive of each user: leaves the most data for training. */
export const leaveLastOut: Omit<SplitOptions, 'seed'> = { share: 0, max: 1 };

/**
 * Holds out positives of every user who keeps at least one in the training part. Temporal when at least 90 % of the pairs
 * have a time: the newest are held out, ties at random. Else random. Negatives stay in the training part.
 */
export function splitInteractions(matrix: Interactions, options: SplitOptions): Split {
  const { heldOut, how, ...starts } = chooseHeldOut(matrix, options);
  const out = starts.test[starts.test.length - 1];
  const kept = matrix.indices.length - out;
  const train: Interactions = {
    indptr: starts.train,
    indices: new Uint32Array(kept),
    values: new Float32Array(kept),
    times: new Uint32Array(kept),
  };
  const test = { indptr: starts.test, indices: new Uint32Array(out) };
  let k = 0;
  let t = 0;
  for (let p = 0; p < heldOut.length; p++) {
    if (heldOut[p]) test.indices[t++] = matrix.indices[p];
    else {
      train.indices[k] = matrix.indices[p];
      train.values[k] = matrix.values[p];
      train.times[k] = matrix.times[p];
      k++;
    }
  }
  return { train, test, how };
}

/**
 * The same split without a second copy of the pairs: they are moved within the matrix, the training part to the front, and
 * the returned parts are views of it. Until `restore` moves every pair back, `matrix.indptr` is not valid.
 */
export function splitInPlace(matrix: Interactions, options: SplitOptions): { split: Split; restore(): void } {
  const { heldOut, how, ...starts } = chooseHeldOut(matrix, options);
  const { indices, values, times } = matrix;
  const out = starts.test[starts.test.length - 1];
  const kept = indices.length - out;
  const removed = { indices: new Uint32Array(out), values: new Float32Array(out), times: new Uint32Array(out) };
  let k = 0;
  let t = 0;
  for (let p = 0; p < heldOut.length; p++) {
    const to = heldOut[p] ? removed : matrix;
    const at = heldOut[p] ? t++ : k++;
    to.indices[at] = indices[p];
    to.values[at] = values[p];
    to.times[at] = times[p];
  }
  indices.set(removed.indices, kept);
  const train: Interactions = {
    indptr: starts.train,
    indices: indices.subarray(0, kept),
    values: values.subarray(0, kept),
    times: times.subarray(0, kept),
  };
  let restored = false;
  const restore = () => {
    if (restored) return;
    restored = true;
    // Merges from the end: items rise within a row, so the larger of the two last ones goes last.
    for (let u = starts.test.length - 2, p = indices.length; u >= 0; u--) {
      let k = starts.train[u + 1];
      let t = starts.test[u + 1];
      while (t > starts.test[u] || k > starts.train[u]) {
        const fromTest = k === starts.train[u] || (t > starts.test[u] && removed.indices[t - 1] > indices[k - 1]);
        const from = fromTest ? removed : matrix;
        const at = fromTest ? --t : --k;
        p--;
        indices[p] = from.indices[at];
        values[p] = from.values[at];
        times[p] = from.times[at];
      }
    }
  };
  return { split: { train, test: { indptr: starts.test, indices: removed.indices }, how }, restore };
}

/** Marks the held-out pairs, and computes where the rows of both parts begin. */
function chooseHeldOut(matrix: Interactions, options: SplitOptions) {
  const random = seeded(options.seed);
  const { indptr, values, times } = matrix;
  let timed = 0;
  for (let p = 0; p < times.length; p++) if (times[p] > 0) timed++;
  const how: Split['how'] = timed >= 0.9 * times.length && timed > 0 ? 'temporal' : 'random';
  const max = how === 'temporal' ? (options.maxTimed ?? options.max) : options.max;
  const users = indptr.length - 1;
  const heldOut = new Uint8Array(matrix.indices.length);
  const train = new Uint32Array(users + 1);
  const test = new Uint32Array(users + 1);
  // Positions held out for the current user, sorted: newest first, ties by the smaller random number.
  const chosen: number[] = [];
  let randoms = new Float64Array(256);
  for (let u = 0; u < users; u++) {
    const from = indptr[u];
    const length = indptr[u + 1] - from;
    if (randoms.length < length) randoms = new Float64Array(2 * length);
    let positives = 0;
    for (let n = 0; n < length; n++) {
      if (!(values[from + n] > 0)) continue;
      randoms[n] = random();
      positives++;
    }
    const share = Math.max(1, Math.round(options.share * positives));
    const take = Math.max(0, Math.min(max, share, positives - 1));
    const goesBefore = (a: number, b: number) => {
      if (how === 'temporal' && times[from + a] !== times[from + b]) return times[from + a] > times[from + b];
      return randoms[a] < randoms[b];
    };
    chosen.length = 0;
    for (let n = 0; n < length && take > 0; n++) {
      if (!(values[from + n] > 0)) continue;
      if (chosen.length === take && !goesBefore(n, chosen[take - 1])) continue;
      if (chosen.length === take) chosen.pop();
      let at = chosen.length;
      chosen.push(n);
      for (; at > 0 && goesBefore(n, chosen[at - 1]); at--) chosen[at] = chosen[at - 1];
      chosen[at] = n;
    }
    for (const n of chosen) heldOut[from + n] = 1;
    test[u + 1] = test[u] + take;
    train[u + 1] = train[u] + length - take;
  }
  return { heldOut, how, train, test };
}
