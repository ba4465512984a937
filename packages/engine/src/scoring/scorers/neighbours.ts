import type { ModelMemory } from '../../kernels/index.ts';
import { topIndices } from '../../math/top.ts';
import type { History, ScoreParts, Scorer } from '../scorer.ts';
import { recent } from './recency.ts';

export interface NeighbourArrays {
  /** Row j: the neighbours of item j and their similarities (CSR). */
  indptr: Uint32Array;
  indices: Uint32Array;
  values: Float32Array;
}

/** An item-to-item model: the score of an item is the sum over the history of weight × similarity. */
export function neighbourScorer(
  arrays: NeighbourArrays,
  spec: { recency: number; historyExponent: number },
  memory?: ModelMemory,
  name = '',
): Scorer {
  const { indptr, indices, values } = arrays;
  const rows = indptr.length - 1;
  /** For each item its place in the list that is being explained, from 1; 0 for items that are not in it. */
  const places = new Uint32Array(rows);
  const weightOf = (history: History, rank: number) => {
    const weight = history.weights[rank];
    return Math.sign(weight) * Math.abs(weight) ** spec.historyExponent * recent(rank, spec.recency);
  };
  const weightsOf = (history: History) => Float32Array.from(history.items, (_, rank) => weightOf(history, rank));
  /** Sums of the items that a history reaches, and which these are; all 0 between calls. */
  let reached: { sums: Float32Array; flags: Uint8Array; items: Uint32Array } | undefined;
  return {
    zeroIsUnknown: true,
    ...(memory
      ? {
          get parts(): ScoreParts {
            return {
              type: 'neighbours',
              indptr: memory.place(`${name}indptr`, indptr),
              indices: memory.place(`${name}indices`, indices),
              values: memory.place(`${name}values`, values),
              rows,
              weights: weightsOf,
            };
          },
        }
      : {}),
    best(history, k, excluded) {
      const items = excluded.length;
      reached ??= { sums: new Float32Array(items), flags: new Uint8Array(items), items: new Uint32Array(items) };
      const { sums, flags } = reached;
      let count = 0;
      for (let rank = 0; rank < history.items.length; rank++) {
        const row = history.items[rank];
        if (row >= rows) continue;
        const weight = weightOf(history, rank);
        for (let p = indptr[row], end = indptr[row + 1]; p < end; p++) {
          const item = indices[p];
          sums[item] += weight * values[p];
          if (flags[item] !== 0) continue;
          flags[item] = 1;
          reached.items[count++] = item;
        }
      }
      const found = reached.items.subarray(0, count).sort();
      const scores = Float32Array.from(found, (item) =>
        excluded[item] === 0 && sums[item] > 0 ? sums[item] : Number.NEGATIVE_INFINITY,
      );
      const top = topIndices(scores, k);
      let best: ReturnType<NonNullable<Scorer['best']>>;
      if (top.length === k) best = { items: top.map((n) => found[n]), scores: Float32Array.from(top, (n) => scores[n]) };
      else {
        // Not enough items above 0: the rest of the list are items that the history does not reach.
        const all = sums.slice();
        for (let item = 0; item < items; item++) if (excluded[item] !== 0) all[item] = Number.NEGATIVE_INFINITY;
        const chosen = topIndices(all, k);
        best = { items: chosen, scores: Float32Array.from(chosen, (item) => all[item]) };
      }
      for (const item of found) {
        sums[item] = 0;
        flags[item] = 0;
      }
      return best;
    },
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
