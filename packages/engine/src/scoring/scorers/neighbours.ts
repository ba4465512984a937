import type { History, Scorer } from '../scorer.ts';
import { recent } from './recency.ts';

export interface NeighbourArrays {
  /** Row j: the neighbours of item j and their similarities (CSR). */
  indptr: Uint32Array;
  indices: Uint32Array;
  values: Float32Array;
}

/** An item-to-item model: the score of an item is the sum over the history of weight × similarity. */
export function neighbourScorer(arrays: NeighbourArrays, spec: { recency: number; historyExponent: number }): Scorer {
  const { indptr, indices, values } = arrays;
  const rows = indptr.length - 1;
  /** For each item its place in the list that is being explained, from 1; 0 for items that are not in it. */
  const places = new Uint32Array(rows);
  const weightOf = (history: History, rank: number) => {
    const weight = history.weights[rank];
    return Math.sign(weight) * Math.abs(weight) ** spec.historyExponent * recent(rank, spec.recency);
  };
  return {
    zeroIsUnknown: true,
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
    contributions(history, wanted) {
      const out = Array.from(wanted, () => new Float32Array(history.items.length));
      wanted.forEach((item, n) => {
        places[item] = n + 1;
      });
      for (let rank = 0; rank < history.items.length; rank++) {
        const row = history.items[rank];
        const weight = weightOf(history, rank);
        for (let p = indptr[row], end = indptr[row + 1]; p < end; p++) {
          const n = places[indices[p]];
          if (n > 0) out[n - 1][rank] = weight * values[p];
        }
      }
      for (const item of wanted) places[item] = 0;
      return out;
    },
  };
}
