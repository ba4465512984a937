import { largest } from '../../math/largest.ts';
import { topIndices } from '../../math/top.ts';
import { moments } from './blend.ts';

/** Newcomers beyond this many, and places further down, do not matter to anybody's list. */
const mostPlaced = 256;
const mostPlaces = 2048;

/**
 * Items that nobody has met cannot be weighed against items with a record: what is written about them speaks more softly
 * than a hundred customers. So they are ranked among themselves, by all parts that can tell them apart alike, and then
 * placed at their share: of m newcomers among w others the r-th best gets the score of the others' place (r + ½)·w / m.
 * Excluded items count on neither side: those that a user has met fill the top places and never reach the list.
 */
export class Newcomers {
  readonly #items: Uint32Array;
  readonly #heard: Float32Array;
  readonly #votes: Float32Array;
  readonly #sorted: Float32Array;
  #voters = 0;

  /** `newcomers` are item indices, of so many items in all. */
  constructor(newcomers: Uint32Array, items: number) {
    this.#items = newcomers;
    this.#heard = new Float32Array(this.#items.length);
    this.#votes = new Float32Array(this.#items.length);
    this.#sorted = new Float32Array(items);
  }

  /** Takes one part's scores of all items. */
  hear(scores: Float32Array): void {
    for (let n = 0; n < this.#items.length; n++) this.#heard[n] = scores[this.#items[n]];
    const { mean, deviation } = moments(this.#heard);
    if (!(deviation > 0)) return;
    this.#voters++;
    for (let n = 0; n < this.#items.length; n++) this.#votes[n] += (this.#heard[n] - mean) / deviation;
  }

  /** What repeats all that was heard so far, which is forgotten. */
  tellAgain(): () => void {
    const votes = this.#votes.slice();
    const voters = this.#voters;
    this.#forget();
    return () => {
      for (let n = 0; n < votes.length; n++) this.#votes[n] += votes[n];
      this.#voters += voters;
    };
  }

  /** Overwrites the newcomers' scores by those of the places that are theirs, and forgets what was heard. */
  place(scores: Float32Array, excluded?: Uint8Array): void {
    if (this.#voters > 0) {
      this.#sorted.set(scores);
      let excludedItems = 0;
      if (excluded) {
        for (let i = 0; i < scores.length; i++) {
          if (excluded[i] === 0) continue;
          this.#sorted[i] = Number.NEGATIVE_INFINITY;
          excludedItems++;
        }
      }
      let candidates = 0;
      for (let n = 0; n < this.#items.length; n++) {
        const item = this.#items[n];
        this.#sorted[item] = Number.NEGATIVE_INFINITY;
        if (excluded?.[item]) {
          this.#votes[n] = Number.NEGATIVE_INFINITY;
          excludedItems--;
        } else candidates++;
      }
      this.#give(scores, candidates, scores.length - this.#items.length - excludedItems);
    }
    this.#forget();
  }

  /** To so many candidates the scores at their places among the others, which are `#sorted` without all -Infinity. */
  #give(scores: Float32Array, candidates: number, others: number): void {
    if (candidates === 0 || others <= 0) return;
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < scores.length; i++) {
      if (this.#sorted[i] < lowest && this.#sorted[i] > Number.NEGATIVE_INFINITY) lowest = this.#sorted[i];
    }
    const ratio = others / candidates;
    const most = Math.min(mostPlaces, others);
    const places: number[] = [];
    for (let rank = 0; rank < Math.min(mostPlaced, candidates); rank++) {
      const place = Math.floor((rank + 0.5) * ratio);
      if (place < most) places.push(place);
    }
    const values = largest(this.#sorted, places);
    for (const item of this.#items) scores[item] = lowest;
    topIndices(this.#votes, places.length).forEach((n, rank) => {
      scores[this.#items[n]] = values[rank];
    });
  }

  #forget(): void {
    this.#votes.fill(0);
    this.#voters = 0;
  }
}
