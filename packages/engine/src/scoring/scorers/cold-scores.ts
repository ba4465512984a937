import { moments } from './moments.ts';

/**
 * Ranks cold items among themselves: the sum of the members' scores of them, each standardised over the cold items. A member
 * that scores every cold item alike does not count.
 */
export class ColdScores {
  readonly #coldItems: Uint32Array;
  /** One per cold item. */
  readonly sums: Float32Array;
  readonly #member: Float32Array;
  /** How many members count. */
  members = 0;

  constructor(coldItems: Uint32Array) {
    this.#coldItems = coldItems;
    this.sums = new Float32Array(coldItems.length);
    this.#member = new Float32Array(coldItems.length);
  }

  /** Adds one member's scores of all items. */
  add(scores: Float32Array): void {
    for (let n = 0; n < this.#coldItems.length; n++) this.#member[n] = scores[this.#coldItems[n]];
    const { mean, deviation } = moments(this.#member);
    if (!(deviation > 0)) return;
    this.members++;
    for (let n = 0; n < this.sums.length; n++) this.sums[n] += (this.#member[n] - mean) / deviation;
  }

  /** Begins again from the sums of others. */
  start(from?: Pick<ColdScores, 'sums' | 'members'>): void {
    if (from) this.sums.set(from.sums);
    else this.sums.fill(0);
    this.members = from?.members ?? 0;
  }
}
