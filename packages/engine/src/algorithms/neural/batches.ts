import type { Csr, Interactions } from '../../data/records.ts';
import { type Random, shuffle } from '../../math/random.ts';

export interface Batch {
  users: Uint32Array;
  /** What the model is shown of each user: rows of items with weights of length 1, below 0 what was disliked. */
  shown: Csr;
  /** Candidates: the items to be found, some that were disliked, and others at random. */
  items: Uint32Array;
  /**
   * users × candidates: above 0 to be found, by how much; 0 not met; below 0 disliked, by how much; NaN otherwise met: to
   * be left out of the loss.
   */
  labels: Float32Array;
  /** ln of how likely each candidate was to be one, for the correction of a sampled softmax. */
  logChance: Float32Array;
}

export interface BatchOptions {
  users: number;
  items: number;
  /** Of each history at most so many items are shown, and at most so many are to be found. */
  mostShown: number;
  mostWanted: number;
  /**
   * Whether what was disliked is brought among the candidates. In a sampled softmax it does harm: a candidate that is
   * there because somebody disliked it is pushed down for everybody.
   */
  bringDisliked: boolean;
}

/** Histories as the networks take them: the sign stays, confidence goes to `exponent` and is 1 in the mean. */
export function signedHistories({ indptr, indices, values }: Interactions, exponent: number): Csr {
  const weights = values.map((value) => Math.sign(value) * Math.abs(value) ** exponent);
  let sum = 0;
  for (const weight of weights) sum += Math.abs(weight);
  const mean = sum / Math.max(1, weights.length);
  return { indptr, indices, values: weights.map((weight) => weight / mean) };
}

/** The share of all positive interactions that each item has. */
export function shares({ indices, values }: Csr, items: number): Float64Array {
  const counts = new Float64Array(items);
  let all = 0;
  for (let p = 0; p < indices.length; p++) {
    if (values[p] <= 0) continue;
    counts[indices[p]]++;
    all++;
  }
  return counts.map((count) => count / Math.max(1, all));
}

/**
 * Users in random order, a batch at a time. Each history is cut in two at random: one part is shown, the other is to be
 * found (Liang et al. 2018 do the same to whole histories), so that the model learns to serve users by their history alone.
 */
export class Batches {
  readonly #histories: Csr;
  readonly #popularity: Float64Array;
  readonly #options: BatchOptions;
  readonly #random: Random;
  /** Users with two liked items at least: one to show, one to find. */
  readonly #users: Uint32Array;
  /** Each user's places in the histories, those of liked items first, and where these end. */
  readonly #likedFirst: Uint32Array;
  readonly #likedEnd: Uint32Array;
  /** The place of each item among the candidates of the batch, -1 where it is none. */
  readonly #place: Int32Array;

  constructor(histories: Csr, popularity: Float64Array, options: BatchOptions, random: Random) {
    this.#histories = histories;
    this.#popularity = popularity;
    this.#options = options;
    this.#random = random;
    this.#place = new Int32Array(popularity.length).fill(-1);
    const { indptr, values } = histories;
    this.#likedFirst = new Uint32Array(values.length);
    this.#likedEnd = new Uint32Array(indptr.length - 1);
    const users: number[] = [];
    for (let u = 0; u + 1 < indptr.length; u++) {
      let end = indptr[u];
      for (let p = indptr[u]; p < indptr[u + 1]; p++) if (values[p] > 0) this.#likedFirst[end++] = p;
      this.#likedEnd[u] = end;
      for (let p = indptr[u]; p < indptr[u + 1]; p++) if (values[p] <= 0) this.#likedFirst[end++] = p;
      if (this.#likedEnd[u] - indptr[u] > 1) users.push(u);
    }
    this.#users = Uint32Array.from(users);
  }

  /** One pass over all users. */
  *pass(): Generator<Batch> {
    shuffle(this.#users, this.#random);
    for (let from = 0; from < this.#users.length; from += this.#options.users) {
      yield this.#batchOf(this.#users.slice(from, from + this.#options.users));
    }
  }

  #batchOf(users: Uint32Array): Batch {
    const { indptr, indices, values } = this.#histories;
    const random = this.#random;
    const { bringDisliked, mostShown, mostWanted } = this.#options;
    const parts = Array.from(users, (user) => {
      const liked = shuffle(this.#likedFirst.slice(indptr[user], this.#likedEnd[user]), random);
      const disliked = shuffle(this.#likedFirst.slice(this.#likedEnd[user], indptr[user + 1]), random);
      const take = Math.max(1, Math.min(mostWanted, Math.round(liked.length * (0.1 + 0.4 * random()))));
      const rest = new Uint32Array(liked.length - take + disliked.length);
      rest.set(liked.subarray(take));
      rest.set(disliked, liked.length - take);
      const shown = shuffle(rest, random).slice(0, mostShown);
      return { wanted: liked.subarray(0, take), avoided: disliked.subarray(0, bringDisliked ? take : 0), shown };
    });
    const { items, logChance } = this.#candidates(parts);
    const labels = new Float32Array(users.length * items.length);
    for (let b = 0, row = 0; b < users.length; b++, row += items.length) {
      for (let p = indptr[users[b]]; p < indptr[users[b] + 1]; p++) {
        const at = this.#place[indices[p]];
        if (at >= 0) labels[row + at] = values[p] > 0 ? Number.NaN : values[p];
      }
      for (const p of parts[b].wanted) labels[row + this.#place[indices[p]]] = values[p];
    }
    for (const item of items) this.#place[item] = -1;
    return { users, shown: this.#rows(parts.map(({ shown }) => shown)), items, labels, logChance };
  }

  #candidates(parts: { wanted: Uint32Array; avoided: Uint32Array }[]) {
    const { indices } = this.#histories;
    const catalogue = this.#popularity.length;
    const chosen: number[] = [];
    const choose = (item: number) => {
      if (this.#place[item] >= 0) return;
      this.#place[item] = 0;
      chosen.push(item);
    };
    let targets = 0;
    for (const { wanted, avoided } of parts) {
      targets += wanted.length;
      for (const p of wanted) choose(indices[p]);
      for (const p of avoided) choose(indices[p]);
    }
    const others = Math.max(0, Math.min(this.#options.items, catalogue) - chosen.length);
    for (let n = 0; n < others; n++) choose(Math.floor(this.#random() * catalogue));
    const items = Uint32Array.from(chosen).sort();
    for (let at = 0; at < items.length; at++) this.#place[items[at]] = at;
    const logChance = Float32Array.from(items, (item) =>
      Math.log(Math.min(1, targets * this.#popularity[item] + others / catalogue + 1e-9)),
    );
    return { items, logChance };
  }

  #rows(rows: Uint32Array[]): Csr {
    const indptr = new Uint32Array(rows.length + 1);
    rows.forEach((row, b) => {
      indptr[b + 1] = indptr[b] + row.length;
    });
    const out = {
      indptr,
      indices: new Uint32Array(indptr[rows.length]),
      values: new Float32Array(indptr[rows.length]),
    };
    rows.forEach((row, b) => {
      let squares = 0;
      for (const p of row) squares += this.#histories.values[p] ** 2;
      const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
      row.forEach((p, n) => {
        out.indices[indptr[b] + n] = this.#histories.indices[p];
        out.values[indptr[b] + n] = scale * this.#histories.values[p];
      });
    });
    return out;
  }
}
