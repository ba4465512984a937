import { halfTable } from '../../math/half-float.ts';
import { topIndices } from '../../math/top.ts';
import { type History, keptVector, type Neighbours, type Scorer } from '../scorer.ts';
import { recent } from './recency.ts';

/** An item-to-item model: the score of an item is the sum over the history of weight × similarity. */
export function neighbourScorer(arrays: Neighbours, spec: { recency: number; historyExponent: number }): Scorer {
  const { indptr, indices, values } = arrays;
  const table = values instanceof Uint16Array ? halfTable() : undefined;
  const valueAt = (p: number) => (table ? table[values[p]] : values[p]);
  const rows = indptr.length - 1;
  /** For each item its place in the list that is being explained, from 1; 0 for items that are not in it. */
  let places: Uint32Array | undefined;
  const weightOf = (history: History, rank: number) => {
    const weight = history.weights[rank];
    return Math.sign(weight) * Math.abs(weight) ** spec.historyExponent * recent(rank, spec.recency);
  };
  const weigh = (history: History) => {
    const out = new Float32Array(history.items.length);
    for (let rank = 0; rank < out.length; rank++) out[rank] = weightOf(history, rank);
    return out;
  };
  const weightsOf = (history: History) => keptVector(history, arrays, weigh) as Float32Array;
  /** Sums of the items that a history reaches, and which these are; all 0 between calls. */
  let reached: { sums: Float32Array; flags: Uint8Array; items: Uint32Array } | undefined;
  return {
    zeroIsUnknown: true,
    parts: { type: 'neighbours', neighbours: arrays, weights: weightsOf },
    best(history, k, excluded) {
      const items = excluded.length;
      // `score` without a pass over the items that the history does not reach.
      reached ??= { sums: new Float32Array(items), flags: new Uint8Array(items), items: new Uint32Array(items) };
      const { sums, flags } = reached;
      let count = 0;
      for (let rank = 0; rank < history.items.length; rank++) {
        const row = history.items[rank];
        if (row >= rows) continue;
        const weight = weightOf(history, rank);
        for (let p = indptr[row], end = indptr[row + 1]; p < end; p++) {
          const item = indices[p];
          sums[item] += weight * valueAt(p);
          if (flags[item] !== 0) continue;
          flags[item] = 1;
          reached.items[count++] = item;
        }
      }
      const found = reached.items.subarray(0, count);
      const best = topOfReached(found, sums, k, excluded) ?? topOfAll(sums, k, excluded);
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
        for (let p = indptr[row], end = indptr[row + 1]; p < end; p++) out[indices[p]] += weight * valueAt(p);
      }
    },
    similar(item, out) {
      out.fill(0);
      if (item >= rows || indptr[item] === indptr[item + 1]) return false;
      for (let p = indptr[item]; p < indptr[item + 1]; p++) out[indices[p]] = valueAt(p);
      return true;
    },
    bestSimilar(item, k, excluded) {
      if (item >= rows) return undefined;
      const found: { other: number; value: number }[] = [];
      let highest = 0;
      for (let p = indptr[item]; p < indptr[item + 1]; p++) {
        const [other, value] = [indices[p], valueAt(p)];
        if (other === item) continue;
        highest = Math.max(highest, value);
        if (excluded[other] === 0) found.push({ other, value });
      }
      found.sort((a, b) => b.value - a.value || a.other - b.other).splice(k);
      const scores = Float32Array.from(found, ({ value }) => value);
      return { items: Uint32Array.from(found, ({ other }) => other), scores, highest };
    },
    contributions(history, wanted) {
      const out = Array.from(wanted, () => new Float32Array(history.items.length));
      places ??= new Uint32Array(rows);
      const placeOf = places;
      wanted.forEach((item, n) => {
        placeOf[item] = n + 1;
      });
      for (let rank = 0; rank < history.items.length; rank++) {
        const row = history.items[rank];
        const weight = weightOf(history, rank);
        for (let p = indptr[row], end = indptr[row + 1]; p < end; p++) {
          const n = placeOf[indices[p]];
          if (n > 0) out[n - 1][rank] = weight * valueAt(p);
        }
      }
      for (const item of wanted) placeOf[item] = 0;
      return out;
    },
  };
}

/** Above this, a pass over all items is as fast as insertion into a sorted list. */
const maxSortedList = 100;

type Best = ReturnType<NonNullable<Scorer['best']>>;

/** The k best of some items by `sums`; undefined where fewer than k are above 0. */
function topOfReached(found: Uint32Array, sums: Float32Array, k: number, excluded: Uint8Array): Best | undefined {
  if (k > maxSortedList || found.length < k) return undefined;
  const items = new Uint32Array(k);
  const scores = new Float32Array(k);
  let size = 0;
  for (let n = 0; n < found.length; n++) {
    const item = found[n];
    const score = sums[item];
    if (!(score > 0) || (size === k && score < scores[k - 1]) || excluded[item] !== 0) continue;
    const isBetter = (at: number) => score > scores[at] || (score === scores[at] && item < items[at]);
    if (size === k && !isBetter(k - 1)) continue;
    let at = size < k ? size++ : k - 1;
    for (; at > 0 && isBetter(at - 1); at--) {
      scores[at] = scores[at - 1];
      items[at] = items[at - 1];
    }
    scores[at] = score;
    items[at] = item;
  }
  return size === k ? { items, scores } : undefined;
}

function topOfAll(sums: Float32Array, k: number, excluded: Uint8Array): Best {
  const all = sums.slice();
  for (let item = 0; item < all.length; item++) if (excluded[item] !== 0) all[item] = Number.NEGATIVE_INFINITY;
  const items = topIndices(all, k);
  return { items, scores: Float32Array.from(items, (item) => all[item]) };
}
