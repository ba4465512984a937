import type { Random } from '../../math/random.ts';
import type { Batch } from './batches.ts';

/** Pairs of a user and a candidate (positions within the batch), with their labels as in `Batch.labels`. */
export interface Pairs {
  users: Uint32Array;
  items: Uint32Array;
  labels: Float32Array;
}

/** For each user all targets and dislikes, and up to `negativesPerUser` random candidates without an interaction. */
export function drawPairs({ users, items, labels }: Batch, negativesPerUser: number, random: Random): Pairs {
  const pairs: { user: number; item: number }[] = [];
  for (let b = 0, row = 0; b < users.length; b++, row += items.length) {
    for (let n = 0; n < items.length; n++) if (Math.abs(labels[row + n]) > 0) pairs.push({ user: b, item: n });
    for (let draw = 0; draw < negativesPerUser; draw++) {
      const n = Math.floor(random() * items.length);
      if (labels[row + n] === 0) pairs.push({ user: b, item: n });
    }
  }
  return {
    users: Uint32Array.from(pairs, ({ user }) => user),
    items: Uint32Array.from(pairs, ({ item }) => item),
    labels: Float32Array.from(pairs, ({ user, item }) => labels[user * items.length + item]),
  };
}
