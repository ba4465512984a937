import type { Csr, Interactions } from '../../data/records.ts';
import { type Random, shuffle } from '../../math/random.ts';

export interface Batch {
  users: Uint32Array;
  /** Input history of each user: rows of unit length; negative weights are dislikes. */
  inputs: Csr;
  /** Candidates: the targets, sampled dislikes (when enabled), and uniformly sampled items; indices ascending. */
  items: Uint32Array;
  /**
   * users × candidates, row-major. Above 0: a target and its weight. 0: no interaction. Below 0: a dislike and its weight.
   * NaN: another positive of the user, excluded from the loss.
   */
  labels: Float32Array;
  /** ln of the probability that each candidate was sampled, for the correction of the sampled softmax. */
  logProbability: Float32Array;
}

export interface BatchOptions {
  /** Users per batch. */
  users: number;
  /** Candidate items per batch. */
  items: number;
  /** Items of a history used as input, and as targets, at most. */
  maxInputs: number;
  maxTargets: number;
  /**
   * Whether disliked items are added to the candidates. Off for a sampled softmax: a candidate that is present because one
   * user disliked it would be a negative for all users of the batch.
   */
  sampleDisliked: boolean;
}

/** sign(c) · |c|^exponent, divided by the mean magnitude. */
export function signedHistories({ indptr, indices, values }: Interactions, exponent: number): Csr {
  const weights = values.map((value) => Math.sign(value) * Math.abs(value) ** exponent);
  let sum = 0;
  for (const weight of weights) sum += Math.abs(weight);
  const mean = sum / Math.max(1, weights.length);
  return { indptr, indices, values: weights.map((weight) => weight / mean) };
}

/** For each item its share of all positive interactions. */
export function popularityShares({ indices, values }: Csr, items: number): Float64Array {
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
 * Users in random order, one batch at a time. Each history is split at random into inputs and targets (as Liang et al.
 * 2018, "Variational autoencoders for collaborative filtering", do for held-out users), so that the model is trained to
 * recommend from a history alone.
 */
export class Batches {
  readonly #histories: Csr;
  readonly #popularity: Float64Array;
  readonly #options: BatchOptions;
  readonly #random: Random;
  /** Users with at least two positives: one as input, one as target. */
  readonly #users: Uint32Array;
  /** Positions in the histories, row by row, positives first; and for each row where the positives end. */
  readonly #positivesFirst: Uint32Array;
  readonly #positivesEnd: Uint32Array;
  /** For each item its position among the candidates of the current batch, or -1. */
  readonly #position: Int32Array;

  constructor(histories: Csr, popularity: Float64Array, options: BatchOptions, random: Random) {
    this.#histories = histories;
    this.#popularity = popularity;
    this.#options = options;
    this.#random = random;
    this.#position = new Int32Array(popularity.length).fill(-1);
    const { indptr, values } = histories;
    this.#positivesFirst = new Uint32Array(values.length);
    this.#positivesEnd = new Uint32Array(indptr.length - 1);
    const users: number[] = [];
    for (let u = 0; u + 1 < indptr.length; u++) {
      let end = indptr[u];
      for (let p = indptr[u]; p < indptr[u + 1]; p++) if (values[p] > 0) this.#positivesFirst[end++] = p;
      this.#positivesEnd[u] = end;
      for (let p = indptr[u]; p < indptr[u + 1]; p++) if (values[p] <= 0) this.#positivesFirst[end++] = p;
      if (this.#positivesEnd[u] - indptr[u] > 1) users.push(u);
    }
    this.#users = Uint32Array.from(users);
  }

  /** All users once, in random order. */
  *epoch(): Generator<Batch> {
    shuffle(this.#users, this.#random);
    for (let from = 0; from < this.#users.length; from += this.#options.users) {
      yield this.#batchOf(this.#users.slice(from, from + this.#options.users));
    }
  }

  #batchOf(users: Uint32Array): Batch {
    const { indptr, indices, values } = this.#histories;
    const random = this.#random;
    const { sampleDisliked, maxInputs, maxTargets } = this.#options;
    const parts = Array.from(users, (user) => {
      const liked = shuffle(this.#positivesFirst.slice(indptr[user], this.#positivesEnd[user]), random);
      const disliked = shuffle(this.#positivesFirst.slice(this.#positivesEnd[user], indptr[user + 1]), random);
      const take = Math.max(1, Math.min(maxTargets, Math.round(liked.length * (0.1 + 0.4 * random()))));
      const rest = new Uint32Array(liked.length - take + disliked.length);
      rest.set(liked.subarray(take));
      rest.set(disliked, liked.length - take);
      const inputs = shuffle(rest, random).slice(0, maxInputs);
      return { targets: liked.subarray(0, take), dislikes: disliked.subarray(0, sampleDisliked ? take : 0), inputs };
    });
    const { items, logProbability } = this.#candidates(parts);
    const labels = new Float32Array(users.length * items.length);
    for (let b = 0, row = 0; b < users.length; b++, row += items.length) {
      for (let p = indptr[users[b]]; p < indptr[users[b] + 1]; p++) {
        const at = this.#position[indices[p]];
        if (at >= 0) labels[row + at] = values[p] > 0 ? Number.NaN : values[p];
      }
      for (const p of parts[b].targets) labels[row + this.#position[indices[p]]] = values[p];
    }
    for (const item of items) this.#position[item] = -1;
    return { users, inputs: this.#rows(parts.map(({ inputs }) => inputs)), items, labels, logProbability };
  }

  #candidates(parts: { targets: Uint32Array; dislikes: Uint32Array }[]) {
    const { indices } = this.#histories;
    const catalogue = this.#popularity.length;
    const chosen: number[] = [];
    const choose = (item: number) => {
      if (this.#position[item] >= 0) return;
      this.#position[item] = 0;
      chosen.push(item);
    };
    let targetCount = 0;
    for (const { targets, dislikes } of parts) {
      targetCount += targets.length;
      for (const p of targets) choose(indices[p]);
      for (const p of dislikes) choose(indices[p]);
    }
    const others = Math.max(0, Math.min(this.#options.items, catalogue) - chosen.length);
    for (let n = 0; n < others; n++) choose(Math.floor(this.#random() * catalogue));
    const items = Uint32Array.from(chosen).sort();
    for (let at = 0; at < items.length; at++) this.#position[items[at]] = at;
    const logProbability = Float32Array.from(items, (item) =>
      Math.log(Math.min(1, targetCount * this.#popularity[item] + others / catalogue + 1e-9)),
    );
    return { items, logProbability };
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
