import { createRowRanker, ModelMemory, placeRows, type Ranker } from '../../kernels/index.ts';
import { type History, keptVector, type Scorer } from '../scorer.ts';
import { dot } from './dot.ts';
import { recent } from './recency.ts';

/**
 * Items as unit vectors (row-major, items × d); a history is the sum of its items' vectors, disliked ones subtracted;
 * the score is the cosine. An item without features is a zero vector, with a score of 0.
 */
export function vectorScorer(
  vectors: Float32Array,
  d: number,
  recency: number,
  memory = new ModelMemory(),
  name = '',
): Scorer {
  const items = vectors.length / d;
  const rows = placeRows(memory, `${name}rows`, vectors, d);
  const { scores: scoreAll } = createRowRanker(memory, `${name}scores `, rows, items, { quantized: false });
  // A blend ranks by its own copies.
  let made: Ranker | undefined;
  const ranker = () => {
    made ??= createRowRanker(memory, `${name}ranker `, rows, items);
    return made;
  };
  const sumOf = (history: History) => {
    const sum = new Float32Array(rows.stride);
    for (let rank = 0; rank < history.items.length; rank++) {
      const at = history.items[rank] * d;
      const weight = history.weights[rank] * recent(rank, recency);
      for (let k = 0; k < d; k++) sum[k] += weight * vectors[at + k];
    }
    return unit(sum);
  };
  const profile = (history: History) => keptVector(history, vectors, sumOf) as Float32Array;
  const padded = (item: number) => {
    const row = new Float32Array(rows.stride);
    row.set(rowOf(item));
    return row;
  };
  const rowOf = (item: number) => vectors.subarray(item * d, item * d + d);
  return {
    zeroIsUnknown: true,
    parts: { type: 'dot', rows: memory.f32(rows.at, items * rows.stride), stride: rows.stride, vector: profile },
    prepare: () => {
      ranker();
    },
    score(history, out) {
      scoreAll(profile(history), out);
    },
    similar(item, out) {
      if (!rowOf(item).some((x) => x !== 0)) return false;
      scoreAll(padded(item), out);
      return true;
    },
    bestSimilar(item, k, excluded) {
      if (!rowOf(item).some((x) => x !== 0)) return undefined;
      const row = padded(item);
      // One more than k, since the item itself is among the best. Where none of them is excluded, this is the list.
      const others = (exclude?: Uint8Array) => {
        const top = ranker().top(row, k + 1, exclude ? { exclude } : {});
        const places = [...top.items.keys()].filter((n) => top.items[n] !== item);
        return {
          items: Uint32Array.from(places, (n) => top.items[n]).slice(0, k),
          scores: Float32Array.from(places, (n) => top.scores[n]).slice(0, k),
        };
      };
      const all = others();
      const best = all.items.some((other) => excluded[other] !== 0) ? others(excluded) : all;
      return { ...best, highest: all.scores[0] ?? 0 };
    },
    cosine: (a, b) => dot(vectors, a * d, vectors, b * d, d),
    contributions({ items: past, weights }, wanted) {
      return Array.from(wanted, (item) => {
        const out = new Float32Array(past.length);
        for (let rank = 0; rank < out.length; rank++) {
          out[rank] = weights[rank] * recent(rank, recency) * dot(vectors, past[rank] * d, vectors, item * d, d);
        }
        return out;
      });
    },
  };
}

function unit(vector: Float32Array): Float32Array {
  let squares = 0;
  for (let k = 0; k < vector.length; k++) squares += vector[k] * vector[k];
  const norm = Math.sqrt(squares);
  return norm > 0 ? vector.map((x) => x / norm) : vector;
}
