import type { Estimate, Interactions, Metrics } from '../data/records.ts';

/**
 * What the lists of all users expose together: coverage (share of the catalogue in at least one list), novelty (mean
 * -log2 of the share of users who met the item) and Gini's index of how unevenly items are exposed. Their interval is the
 * value itself.
 */
export class Exposure {
  readonly #counts: Uint32Array;
  readonly #shareOfUsers: Float32Array;
  #information = 0;
  #listed = 0;

  constructor(train: Interactions, items: number) {
    this.#counts = new Uint32Array(items);
    this.#shareOfUsers = shareOfUsers(train, items);
  }

  add(list: Uint32Array): void {
    for (const item of list) {
      this.#counts[item]++;
      this.#information -= Math.log2(this.#shareOfUsers[item]);
      this.#listed++;
    }
  }

  metrics(): Metrics {
    const exposed = this.#counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
    return {
      'coverage@10': exactly(exposed / Math.max(1, this.#counts.length)),
      'novelty@10': exactly(this.#listed ? this.#information / this.#listed : 0),
      'gini@10': exactly(gini(this.#counts)),
    };
  }
}

/** The share of users who met an item; an item without users counts as half a user, so that novelty stays finite. */
function shareOfUsers(train: Interactions, items: number): Float32Array {
  const counts = new Float32Array(items).fill(0.5);
  for (const item of train.indices) counts[item] = Math.floor(counts[item]) + 1;
  const users = Math.max(1, train.indptr.length - 1);
  return counts.map((count) => Math.min(1, count / users));
}

const exactly = (value: number): Estimate => ({ value, low: value, high: value });

/** 0: all items alike; 1: a single item. */
function gini(exposure: Uint32Array): number {
  const sorted = exposure.slice().sort();
  let sum = 0;
  let weighted = 0;
  sorted.forEach((value, i) => {
    sum += value;
    weighted += (i + 1) * value;
  });
  const n = sorted.length;
  return sum > 0 && n > 1 ? (2 * weighted) / (n * sum) - (n + 1) / n : 0;
}
