import type { Csr } from '../contract.ts';
import { type Random, shuffle } from '../random.ts';

export interface Batch {
  users: Uint32Array;
  /** What the model is shown of each user, and what it has to find. */
  inputs: Uint32Array[];
  /** Candidates: the items to be found, and others at random. */
  items: Uint32Array;
  /** users × candidates: 1 to be found, 0 not met, -1 shown or otherwise met: to be left out of the loss. */
  labels: Int8Array;
  /** ln of how likely each candidate was to be one, for the correction of a sampled softmax. */
  logChance: Float32Array;
}

export interface BatchOptions {
  users: number;
  items: number;
  /** Of each history at most so many items are shown. */
  mostShown: number;
}

const mostWanted = 8;

/**
 * One pass over all users in random order. Each history is cut in two at random: one part is shown, the other is to be
 * found (Liang et al. 2018 do the same to whole histories), so that the model learns to serve users by their history alone.
 */
export function* batchesOf(
  histories: Csr,
  popularity: Float64Array,
  options: BatchOptions,
  random: Random,
): Generator<Batch> {
  const order: number[] = [];
  for (let u = 0; u + 1 < histories.indptr.length; u++)
    if (histories.indptr[u + 1] - histories.indptr[u] > 1) order.push(u);
  const shuffled = shuffle(Uint32Array.from(order), random);
  for (let from = 0; from < shuffled.length; from += options.users) {
    yield batchOf(shuffled.slice(from, from + options.users), histories, popularity, options, random);
  }
}

function batchOf(
  users: Uint32Array,
  histories: Csr,
  popularity: Float64Array,
  options: BatchOptions,
  random: Random,
): Batch {
  const catalogue = popularity.length;
  const inputs: Uint32Array[] = [];
  const wanted: Uint32Array[] = [];
  const chosen = new Set<number>();
  for (const user of users) {
    const history = shuffle(histories.indices.slice(histories.indptr[user], histories.indptr[user + 1]), random);
    const take = Math.max(1, Math.min(mostWanted, Math.round(history.length * (0.1 + 0.4 * random()))));
    wanted.push(history.slice(0, take));
    inputs.push(history.slice(take, take + options.mostShown));
    for (const item of wanted[wanted.length - 1]) chosen.add(item);
  }
  const targets = wanted.reduce((sum, items) => sum + items.length, 0);
  const others = Math.max(0, Math.min(options.items, catalogue) - chosen.size);
  for (let n = 0; n < others; n++) chosen.add(Math.floor(random() * catalogue));
  const items = Uint32Array.from(chosen).sort();
  const place = new Map(Array.from(items, (item, at) => [item, at]));
  const labels = new Int8Array(users.length * items.length);
  for (let b = 0; b < users.length; b++) {
    for (let p = histories.indptr[users[b]]; p < histories.indptr[users[b] + 1]; p++) {
      const at = place.get(histories.indices[p]);
      if (at !== undefined) labels[b * items.length + at] = -1;
    }
    for (const item of wanted[b]) labels[b * items.length + (place.get(item) ?? 0)] = 1;
  }
  const logChance = Float32Array.from(items, (item) =>
    Math.log(Math.min(1, targets * popularity[item] + others / catalogue + 1e-9)),
  );
  return { users, inputs, items, labels, logChance };
}

/** The share of all interactions that each item has. */
export function shares(histories: Csr, items: number): Float64Array {
  const counts = new Float64Array(items);
  for (const item of histories.indices) counts[item]++;
  return counts.map((count) => count / Math.max(1, histories.indices.length));
}
