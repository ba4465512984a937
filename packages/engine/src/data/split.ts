import { seeded } from '../math/random.ts';
import type { Interactions } from './records.ts';

export interface Split {
  train: Interactions;
  /** Held-out positives by user, rows in the same order as `train`. */
  test: { indptr: Uint32Array; indices: Uint32Array };
  how: 'temporal' | 'random';
}

export interface SplitOptions {
  /** Hold out this share of a user's positives, rounded, at least one and at most `most`. */
  share: number;
  most: number;
  /** Instead of `most` where there are times and the newest are held out. */
  mostTimed?: number;
  seed: number;
}

/** The last one of each user: as much as possible is left to learn from, and the past never sees the future of a user. */
export const leaveLastOut: Omit<SplitOptions, 'seed'> = { share: 0, most: 1 };

/**
 * Holds out positives of every user who keeps at least one. Where nine in ten pairs have a time the newest are held
 * out (ties at random), else random ones. Negatives stay in the training part.
 */
export function splitInteractions(matrix: Interactions, options: SplitOptions): Split {
  const { held, how, ...starts } = chooseHeld(matrix, options);
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
  for (let p = 0; p < held.length; p++) {
    if (held[p]) test.indices[t++] = matrix.indices[p];
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
 * The same split without a second copy of the pairs: they are moved within the matrix, the training part to the front,
 * and the parts are views of it. Until `restore` puts every pair back, the matrix's indptr does not fit the rest of it.
 */
export function splitInPlace(matrix: Interactions, options: SplitOptions): { split: Split; restore(): void } {
  const { held, how, ...starts } = chooseHeld(matrix, options);
  const { indices, values, times } = matrix;
  const out = starts.test[starts.test.length - 1];
  const kept = indices.length - out;
  const aside = { indices: new Uint32Array(out), values: new Float32Array(out), times: new Uint32Array(out) };
  let k = 0;
  let t = 0;
  for (let p = 0; p < held.length; p++) {
    const to = held[p] ? aside : matrix;
    const at = held[p] ? t++ : k++;
    to.indices[at] = indices[p];
    to.values[at] = values[p];
    to.times[at] = times[p];
  }
  indices.set(aside.indices, kept);
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
    // From the end, where there is room: a row's items rise, so the larger of its two last ones comes last.
    for (let u = starts.test.length - 2, p = indices.length; u >= 0; u--) {
      let k = starts.train[u + 1];
      let t = starts.test[u + 1];
      while (t > starts.test[u] || k > starts.train[u]) {
        const fromTest = k === starts.train[u] || (t > starts.test[u] && aside.indices[t - 1] > indices[k - 1]);
        const from = fromTest ? aside : matrix;
        const at = fromTest ? --t : --k;
        p--;
        indices[p] = from.indices[at];
        values[p] = from.values[at];
        times[p] = from.times[at];
      }
    }
  };
  return { split: { train, test: { indptr: starts.test, indices: aside.indices }, how }, restore };
}

/** Marks what is held out, and where the users' rows of both parts begin. */
function chooseHeld(matrix: Interactions, options: SplitOptions) {
  const random = seeded(options.seed);
  const { indptr, values, times } = matrix;
  let timed = 0;
  for (let p = 0; p < times.length; p++) if (times[p] > 0) timed++;
  const how: Split['how'] = timed >= 0.9 * times.length && timed > 0 ? 'temporal' : 'random';
  const most = how === 'temporal' ? (options.mostTimed ?? options.most) : options.most;
  const users = indptr.length - 1;
  const held = new Uint8Array(matrix.indices.length);
  const train = new Uint32Array(users + 1);
  const test = new Uint32Array(users + 1);
  // The best so far of a user, best first: the newest, among equals those of the smallest lot.
  const chosen: number[] = [];
  let lots = new Float64Array(256);
  for (let u = 0; u < users; u++) {
    const from = indptr[u];
    const length = indptr[u + 1] - from;
    if (lots.length < length) lots = new Float64Array(2 * length);
    let positives = 0;
    for (let n = 0; n < length; n++) {
      if (!(values[from + n] > 0)) continue;
      lots[n] = random();
      positives++;
    }
    const share = Math.max(1, Math.round(options.share * positives));
    const take = Math.max(0, Math.min(most, share, positives - 1));
    const before = (a: number, b: number) => {
      if (how === 'temporal' && times[from + a] !== times[from + b]) return times[from + a] > times[from + b];
      return lots[a] < lots[b];
    };
    chosen.length = 0;
    for (let n = 0; n < length && take > 0; n++) {
      if (!(values[from + n] > 0)) continue;
      if (chosen.length === take && !before(n, chosen[take - 1])) continue;
      if (chosen.length === take) chosen.pop();
      let at = chosen.length;
      chosen.push(n);
      for (; at > 0 && before(n, chosen[at - 1]); at--) chosen[at] = chosen[at - 1];
      chosen[at] = n;
    }
    for (const n of chosen) held[from + n] = 1;
    test[u + 1] = test[u] + take;
    train[u + 1] = train[u] + length - take;
  }
  return { held, how, train, test };
}
