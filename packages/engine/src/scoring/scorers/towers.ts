import { fieldsOfUser } from '../../features/fields.ts';
import { encoderOf, type Vocabulary } from '../../features/vocabulary.ts';
import { createRowRanker, ModelMemory, placeRows } from '../../kernels/index.ts';
import type { History, Scorer } from '../scorer.ts';
import { dot } from './dot.ts';
import { recent } from './recency.ts';

export interface TowerArrays {
  /** An item's vector as an entry of a history; items × d. */
  historyVectors: Float32Array;
  /** An item's vector as a candidate; items × d. */
  itemVectors: Float32Array;
  bias: Float32Array;
}

/** How the entries of a history count: confidence to an exponent (0 if left out: all alike), and recency. */
export interface HistoryWeighing {
  historyExponent?: number;
  recency: number;
}

/** The weights of a history's entries with their signs, their squares adding up to 1. */
export function unitWeights(history: History, { historyExponent = 0, recency }: HistoryWeighing): Float32Array {
  const weights = history.weights.map(
    (weight, rank) => Math.sign(weight) * Math.abs(weight) ** historyExponent * recent(rank, recency),
  );
  const length = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0));
  return length > 0 ? weights.map((weight) => weight / length) : weights;
}

/** The vectors of the user's own fields, added to the user's vector: columns of the vocabulary × d. */
export interface UserSide {
  vocabulary: Vocabulary;
  vectors: Float32Array;
}

/**
 * A user's vector is the weighted sum of the history's vectors over the root of its squared weights, plus the vectors of
 * the user's own fields; the score is its dot product with the item's vector, plus the item's bias.
 */
export function towerScorer(
  arrays: TowerArrays,
  spec: HistoryWeighing & { dimensions: number },
  users?: UserSide,
  memory = new ModelMemory(),
  name = '',
): Scorer {
  const { historyVectors, itemVectors, bias } = arrays;
  const d = spec.dimensions;
  const items = bias.length;
  const rows = placeRows(memory, `${name}rows`, itemVectors, d);
  const ranker = createRowRanker(memory, `${name}ranker `, rows, items, { quantized: false });
  const norms = memory.f32(
    memory.derive(`${name}norms`, items * 4, (at) => {
      memory
        .f32(at, items)
        .set(Float32Array.from(bias, (_, i) => Math.sqrt(dot(itemVectors, i * d, itemVectors, i * d, d))));
    }),
    items,
  );
  const encode = users ? encoderOf(users.vocabulary) : undefined;
  return {
    zeroIsUnknown: false,
    readsUser: users !== undefined && users.vectors.length > 0,
    score(history, out) {
      const user = new Float32Array(rows.stride);
      const weights = unitWeights(history, spec);
      history.items.forEach((item, n) => {
        for (let k = 0; k < d; k++) user[k] += weights[n] * historyVectors[item * d + k];
      });
      if (users && encode && history.user) {
        for (const [column, value] of encode(fieldsOfUser({ userId: '', custom: history.user }))) {
          for (let k = 0; k < d; k++) user[k] += value * users.vectors[column * d + k];
        }
      }
      if (user.every((x) => x === 0)) {
        out.fill(0);
        return;
      }
      ranker.scores(user, out);
      for (let i = 0; i < items; i++) out[i] += bias[i];
    },
    similar(item, out) {
      if (!(norms[item] > 0)) return false;
      const row = new Float32Array(rows.stride);
      row.set(itemVectors.subarray(item * d, item * d + d));
      ranker.scores(row, out);
      for (let i = 0; i < items; i++) out[i] = norms[i] > 0 ? out[i] / (norms[i] * norms[item]) : -1;
      return true;
    },
    cosine(a, b) {
      const norm = norms[a] * norms[b];
      return norm > 0 ? dot(itemVectors, a * d, itemVectors, b * d, d) / norm : 0;
    },
    contributions(history, wanted) {
      const weights = unitWeights(history, spec);
      return Array.from(wanted, (item) => {
        const out = new Float32Array(weights.length);
        for (let n = 0; n < out.length; n++) {
          out[n] = weights[n] * dot(historyVectors, history.items[n] * d, itemVectors, item * d, d);
        }
        return out;
      });
    },
  };
}
