import { largest } from '../../math/largest.ts';
import { topIndices } from '../../math/top.ts';

/** More cold items than this, and ranks further down than this, reach no list that is shown. */
const maxPlaced = 256;
const maxRank = 2048;
/** Others for each cold item, at least: a catalogue of mostly cold items does not fill every list with them. */
const minOthersPerColdItem = 9;

/**
 * Places items without interactions (cold items) in a ranking. Content scores of cold items are not comparable with
 * collaborative scores of the others, so cold items are ranked among themselves, by the sum of the members' standardised
 * scores, and then spread evenly: of m cold items among w others the r-th best (from 0) gets the score of the other at
 * rank (r + ½)·w / m, where w / m counts as 9 at least: one place of ten. Excluded items count on neither side: a history fills the first ranks and never reaches the list.
 */
export class ColdStartPlacement {
  readonly #coldItems: Uint32Array;
  /** One per item: the scores of the other items that are not excluded, -Infinity for the rest. */
  readonly #others: Float32Array;

  /** `coldItems` are item indices, of `items` items in all. */
  constructor(coldItems: Uint32Array, items: number) {
    this.#coldItems = coldItems;
    this.#others = new Float32Array(coldItems.length > 0 ? items : 0);
  }

  /**
   * Overwrites the cold items' scores by those of their ranks among the others. `sums`, one per cold item, rank them. Those without
   * a rank get the score `lowest`.
   */
  place(scores: Float32Array, sums: Float32Array, excluded: Uint8Array | undefined, lowest: number): void {
    this.#others.set(scores);
    let excludedOthers = 0;
    if (excluded) {
      for (let i = 0; i < scores.length; i++) {
        if (excluded[i] === 0) continue;
        this.#others[i] = Number.NEGATIVE_INFINITY;
        excludedOthers++;
      }
    }
    let candidates = 0;
    for (let n = 0; n < this.#coldItems.length; n++) {
      const item = this.#coldItems[n];
      this.#others[item] = Number.NEGATIVE_INFINITY;
      if (excluded?.[item]) {
        sums[n] = Number.NEGATIVE_INFINITY;
        excludedOthers--;
      } else candidates++;
    }
    this.#spread(scores, sums, { candidates, others: scores.length - this.#coldItems.length - excludedOthers, lowest });
  }

  /** Spreads `candidates` cold items among `others` other items: both without the excluded ones. */
  #spread(
    scores: Float32Array,
    sums: Float32Array,
    { candidates, others, lowest }: { candidates: number; others: number; lowest: number },
  ): void {
    if (candidates === 0 || others <= 0) return;
    const ranks = coldRanks(candidates, others);
    const values = largest(this.#others, ranks);
    for (const item of this.#coldItems) scores[item] = lowest;
    topIndices(sums, ranks.length).forEach((n, place) => {
      scores[this.#coldItems[n]] = values[place];
    });
  }
}

/** The ranks (from 0) among `others` items that `candidates` cold items get, the best first; none from `end` on. */
export function coldRanks(candidates: number, others: number, end = Number.POSITIVE_INFINITY): number[] {
  const step = Math.max(minOthersPerColdItem, others / candidates);
  const last = Math.min(maxRank, others, end);
  const ranks: number[] = [];
  for (let n = 0; n < Math.min(maxPlaced, candidates); n++) {
    const rank = Math.floor((n + 0.5) * step);
    if (rank >= last) break;
    ranks.push(rank);
  }
  return ranks;
}
