import { createFoldIn, createRowRanker, ModelMemory, type RowRanker, squaredNorms } from '../../kernels/index.ts';
import { type History, keptVector, type Scorer } from '../scorer.ts';
import { dot } from './dot.ts';
import { recent } from './recency.ts';

export interface FactorSpec {
  factors: number;
  /** Eigenvalues of FᵀF, where the factors lie in its eigenbasis already. */
  spectrum?: Float32Array;
  regularization: number;
  regularizationExponent: number;
  unobservedWeight: number;
  recency: number;
}

/**
 * Items as factors (row-major, items × d) of a weighted matrix factorisation. A user is not stored but solved from the
 * newest of the history at request time (kernels/fold-in.ts); the score is the dot product. A disliked item enters with
 * target 0.
 */
export function factorScorer(
  itemFactors: Float32Array,
  spec: FactorSpec,
  memory = new ModelMemory(),
  name = '',
): Scorer {
  const foldIn = createFoldIn(itemFactors, spec.factors, spec, { memory, name, spectrum: spec.spectrum });
  const { factors, stride: d } = foldIn;
  const items = factors.length / d;
  const { scores: scoreAll } = createRowRanker(memory, `${name}scores `, foldIn.rows, items, { quantized: false });
  // A blend ranks by its own copies.
  let made: RowRanker | undefined;
  const ranker = () => {
    made ??= createRowRanker(memory, `${name}ranker `, foldIn.rows, items);
    return made;
  };
  /** 1 / ‖factors‖ of each item; 0 where its factors are all 0. */
  const inverse = memory.f32(
    memory.derive(`${name}inverse norms`, items * 4, (at) => {
      const out = memory.f32(at, items);
      const squares = squaredNorms(memory, foldIn.rows, items);
      for (let i = 0; i < items; i++) out[i] = squares[i] > 0 ? 1 / Math.sqrt(squares[i]) : 0;
    }),
    items,
  );
  let largest: number | undefined;
  const largestInverse = () => {
    largest ??= inverse.reduce((most, x) => Math.max(most, x), 0);
    return largest;
  };
  const none = new Float32Array(d);
  // Contributions follow a score of the same history: it is weighted, and its system factored, once.
  let last: { history: History; weighted: { items: Uint32Array; values: Float32Array } } | undefined;
  const weigh = (history: History) => {
    if (last?.history === history) return last.weighted;
    const { items: past, weights } = history;
    const values = spec.recency === 0 ? weights : weights.map((weight, rank) => weight * recent(rank, spec.recency));
    last = { history, weighted: { items: past, values } };
    return last.weighted;
  };

  const solve = (history: History) => foldIn.user(weigh(history));
  const userOf = (history: History) => keptVector(history, foldIn, solve);

  return {
    zeroIsUnknown: false,
    parts: { type: 'dot', rows: factors, stride: d, vector: userOf },
    prepare: () => {
      ranker();
    },
    score(history, out) {
      const user = userOf(history);
      if (user) scoreAll(user, out);
      else out.fill(0);
    },
    best(history, k, exclude) {
      // Nothing in the history: all are alike, as with scores of 0.
      return ranker().top(userOf(history) ?? none, k, { exclude });
    },
    bestMultiplied(history, k, exclude, multipliers) {
      return ranker().topMultiplied(userOf(history) ?? none, k, exclude, multipliers);
    },
    similar(item, out) {
      if (inverse[item] === 0) return false;
      scoreAll(factors.slice(item * d, item * d + d), out);
      for (let i = 0; i < items; i++) out[i] = inverse[i] > 0 ? out[i] * inverse[i] * inverse[item] : -1;
      return true;
    },
    bestSimilar(item, k, excluded) {
      if (inverse[item] === 0) return undefined;
      const row = factors.slice(item * d, item * d + d);
      const others = (wanted: number, exclude?: Uint8Array) => {
        // Items that the same few users know have factors in one direction, so that many cosines differ by rounding alone.
        for (const asked of [wanted, wanted + manyAlike]) {
          const found = ranker().topMultiplied(row, asked, exclude, { factors: inverse, largest: largestInverse() });
          const list = found && mostSimilar(found, { item, inverse, wanted, isComplete: found.items.length < asked });
          if (list) return list;
        }
        return undefined;
      };
      // One more than k, since the item itself is among the best. Where none of them is excluded, this is the list.
      const all = others(k + 1);
      const best = all?.items.some((other) => excluded[other] !== 0) ? others(k + 1, excluded) : all;
      return best && { items: best.items.slice(0, k), scores: best.scores.slice(0, k), highest: all?.scores[0] ?? 0 };
    },
    cosine: (a, b) => inverse[a] * inverse[b] * dot(factors, a * d, factors, b * d, d),
    contributions(history, items) {
      return Array.from(items, (item) => foldIn.contributions(weigh(history), item));
    },
  };
}

const manyAlike = 1000;

interface SimilarTo {
  item: number;
  inverse: Float32Array;
  /** How many of the items are wanted, with `item` among them. */
  wanted: number;
  /** The items are all that there are. */
  isComplete: boolean;
}

/**
 * Cosines of the items with `item`, best first, without it. The items are the best by products in single precision: undefined where
 * the last of them is as good as the `wanted`-th of the list up to rounding, so that an item may be missing.
 */
function mostSimilar(
  { items, scores }: { items: Uint32Array; scores: Float32Array },
  { item, inverse, wanted, isComplete }: SimilarTo,
): { items: Uint32Array; scores: Float32Array } | undefined {
  const cosineOf = (n: number) => Math.fround(scores[n] * inverse[items[n]] * inverse[item]);
  const found = Array.from(items, (other, n) => ({ other, cosine: cosineOf(n) }));
  const last = isComplete ? 0 : Math.max(0, found.at(-1)?.cosine ?? 0);
  found.sort((a, b) => b.cosine - a.cosine || a.other - b.other);
  const needed = found[wanted - 1]?.cosine ?? 0;
  if (!(needed > last * (1 + 2 ** -20))) return undefined;
  const listed = found.slice(0, wanted).filter(({ other }) => other !== item);
  return {
    items: Uint32Array.from(listed, ({ other }) => other),
    scores: Float32Array.from(listed, ({ cosine }) => cosine),
  };
}
