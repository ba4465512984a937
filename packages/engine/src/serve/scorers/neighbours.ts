import type { History, Scorer } from '../scorer.ts';
import { recent } from './recency.ts';

export interface NeighbourArrays {
  /** Row j: the items that a history with item j speaks for, and how loudly. */
  indptr: Uint32Array;
  indices: Uint32Array;
  values: Float32Array;
}

/** An item-to-item model: the score of an item is the sum over the history of weight × likeness. */
export function neighbourScorer(arrays: NeighbourArrays, spec: { recency: number; historyExponent: number }): Scorer {
  const { indptr, indices, values } = arrays;
  const rows = indptr.length - 1;
  const weightOf = (history: History, rank: number) => {
    const weight = history.weights[rank];
    return Math.sign(weight) * Math.abs(weight) ** spec.historyExponent * recent(rank, spec.recency);
  };
  return {
    silent: true,
    score(history, out) {
      out.fill(0);
      for (let rank = 0; rank < history.items.length; rank++) {
        const row = history.items[rank];
        if (row >= rows) continue;
        const weight = weightOf(history, rank);
        for (let p = indptr[row], end = indptr[row + 1]; p < end; p++) out[indices[p]] += weight * values[p];
      }
    },
    similar(item, out) {
      out.fill(0);
      if (item >= rows || indptr[item] === indptr[item + 1]) return false;
      for (let p = indptr[item]; p < indptr[item + 1]; p++) out[indices[p]] = values[p];
      return true;
    },
    contributions(history, item) {
      const out = new Float32Array(history.items.length);
      for (let rank = 0; rank < out.length; rank++) {
        const row = history.items[rank];
        for (let p = indptr[row], end = indptr[row + 1]; p < end; p++) {
          if (indices[p] !== item) continue;
          out[rank] = weightOf(history, rank) * values[p];
          break;
        }
      }
      return out;
    },
  };
}
