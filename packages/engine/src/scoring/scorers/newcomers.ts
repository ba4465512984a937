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
 */
export class Newcomers {
  readonly #items: Uint32Array;
  readonly #others: number;
  readonly #heard: Float32Array;
  readonly #votes: Float32Array;
  readonly #sorted: Float32Array;
  #voters = 0;

  /** `newcomers` are item indices, of so many items in all. */
  constructor(newcomers: Uint32Array, items: number) {
    this.#items = newcomers;
    this.#others = items - newcomers.length;
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
  place(scores: Float32Array): void {
    if (this.#voters > 0 && this.#others > 0) {
      for (const item of this.#items) scores[item] = Number.NEGATIVE_INFINITY;
      let lowest = Number.POSITIVE_INFINITY;
      for (let i = 0; i < scores.length; i++) {
        if (scores[i] < lowest && scores[i] > Number.NEGATIVE_INFINITY) lowest = scores[i];
      }
      const ratio = this.#others / this.#items.length;
      const most = Math.min(mostPlaces, this.#others);
      const places: number[] = [];
      for (let rank = 0; rank < Math.min(mostPlaced, this.#items.length); rank++) {
        const place = Math.floor((rank + 0.5) * ratio);
        if (place < most) places.push(place);
      }
      this.#sorted.set(scores);
      const values = largest(this.#sorted, places);
      for (const item of this.#items) scores[item] = lowest;
      topIndices(this.#votes, places.length).forEach((n, rank) => {
        scores[this.#items[n]] = values[rank];
      });
    }
    this.#forget();
  }

  #forget(): void {
    this.#votes.fill(0);
    this.#voters = 0;
  }
}
