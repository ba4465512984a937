import type { Interactions } from '../contract.ts';
import { seeded } from '../random.ts';

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
  seed: number;
}

/** The last one of each user: as much as possible is left to learn from, and the past never sees the future of a user. */
export const leaveLastOut: Omit<SplitOptions, 'seed'> = { share: 0, most: 1 };

/**
 * Holds out positives of every user who keeps at least one. Where nine in ten pairs have a time the newest are held
 * out (ties at random), else random ones. Negatives stay in the training part.
 */
export function splitInteractions(matrix: Interactions, options: SplitOptions): Split {
  const random = seeded(options.seed);
  let timed = 0;
  for (const time of matrix.times) if (time > 0) timed++;
  const how = timed >= 0.9 * matrix.times.length && timed > 0 ? 'temporal' : 'random';
  const users = matrix.indptr.length - 1;
  const held = new Uint8Array(matrix.indices.length);
  const testStarts = new Uint32Array(users + 1);
  for (let u = 0; u < users; u++) {
    const positives: { at: number; time: number; tie: number }[] = [];
    for (let p = matrix.indptr[u]; p < matrix.indptr[u + 1]; p++) {
      if (matrix.values[p] > 0)
        positives.push({ at: p, time: how === 'temporal' ? matrix.times[p] : 0, tie: random() });
    }
    const take = Math.min(
      options.most,
      Math.max(1, Math.round(options.share * positives.length)),
      positives.length - 1,
    );
    positives.sort((a, b) => b.time - a.time || a.tie - b.tie);
    for (let i = 0; i < take; i++) held[positives[i].at] = 1;
    testStarts[u + 1] = testStarts[u] + Math.max(0, take);
  }
  return { ...partition(matrix, held, testStarts), how };
}

function partition(matrix: Interactions, held: Uint8Array, testStarts: Uint32Array): Omit<Split, 'how'> {
  const users = matrix.indptr.length - 1;
  const out = testStarts[users];
  const kept = matrix.indices.length - out;
  const train: Interactions = {
    indptr: new Uint32Array(users + 1),
    indices: new Uint32Array(kept),
    values: new Float32Array(kept),
    times: new Uint32Array(kept),
  };
  const test = { indptr: testStarts, indices: new Uint32Array(out) };
  let k = 0;
  let t = 0;
  for (let u = 0; u < users; u++) {
    for (let p = matrix.indptr[u]; p < matrix.indptr[u + 1]; p++) {
      if (held[p]) test.indices[t++] = matrix.indices[p];
      else {
        train.indices[k] = matrix.indices[p];
        train.values[k] = matrix.values[p];
        train.times[k] = matrix.times[p];
        k++;
      }
    }
    train.indptr[u + 1] = k;
  }
  return { train, test };
}
