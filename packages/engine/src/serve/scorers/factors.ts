import { createRanker, foldIn, gramOf, normalEquations } from '../../kernels/index.ts';
import { cholesky, solveCholesky } from '../cholesky.ts';
import type { History, Scorer } from '../scorer.ts';
import { recent } from './recency.ts';

export interface FactorSpec {
  factors: number;
  regularization: number;
  regularizationExponent: number;
  unobservedWeight: number;
  recency: number;
}

// Who has met more than this is known well by the newest of it; every further item would cost each request d² more.
const remembered = 512;

/**
 * Items as factors (row-major, items × d) of a weighted matrix factorisation. The user is not stored but solved from the
 * history at request time: (α0·QᵀQ + Σ|c|·q·qᵀ + λ(Σ|c| + α0·items)^ν·I) w = Σ c⁺·q (Hu, Koren, Volinsky 2008, eq. 4;
 * the scaling of λ by Rendle et al. 2021). A disliked item, c below 0, enters with target 0.
 */
export function factorScorer(itemFactors: Float32Array, spec: FactorSpec): Scorer {
  const d = spec.factors;
  const items = itemFactors.length / d;
  const model = { ...spec, itemFactors, gram: gramOf(itemFactors, d) };
  const ranker = createRanker(itemFactors, items, d);
  const norms = new Float32Array(items);
  for (let i = 0; i < items; i++) {
    for (let k = i * d; k < i * d + d; k++) norms[i] += itemFactors[k] * itemFactors[k];
    norms[i] = Math.sqrt(norms[i]);
  }
  const newest = (history: History): History =>
    history.items.length <= remembered
      ? history
      : { items: history.items.subarray(0, remembered), weights: history.weights.subarray(0, remembered) };
  const weigh = (history: History) => history.weights.map((weight, rank) => weight * recent(rank, spec.recency));
  // All reasons of one answer are about one history: its equations are factored once.
  let last: { history: History; weights: Float32Array; system: Float64Array; solvable: boolean } | undefined;
  const factorised = (history: History) => {
    if (last?.history !== history) {
      const { items: past } = newest(history);
      const weights = weigh(newest(history));
      const system = normalEquations(model, { items: past, values: weights });
      last = { history, weights, system, solvable: cholesky(system, d) };
    }
    return last;
  };

  const solve = (all: History) => {
    const history = newest(all);
    return foldIn(model, { items: history.items, values: weigh(history) });
  };

  return {
    silent: false,
    score(history, out) {
      const user = solve(history);
      if (user) ranker.scores(user, out);
      else out.fill(0);
    },
    best(history, k, exclude) {
      // Nothing in the history: all are alike, as with scores of 0.
      return ranker.top(solve(history) ?? new Float32Array(d), k, { exclude }).items;
    },
    similar(item, out) {
      if (!(norms[item] > 0)) return false;
      ranker.scores(itemFactors.slice(item * d, item * d + d), out);
      for (let i = 0; i < items; i++) out[i] = norms[i] > 0 ? out[i] / (norms[i] * norms[item]) : -1;
      return true;
    },
    contributions(history, item) {
      // The score is Σ c·(qᵢᵀ A⁻¹ qⱼ) over the history (Hu et al. 2008, section 5): each term is its item's share.
      const { weights, system, solvable } = factorised(history);
      if (!solvable) return new Float32Array(history.items.length);
      const target = Float64Array.from(itemFactors.subarray(item * d, item * d + d));
      solveCholesky(system, target, d);
      return Float32Array.from(history.items, (past, n) => {
        if (n >= remembered) return 0;
        let sum = 0;
        for (let k = 0; k < d; k++) sum += target[k] * itemFactors[past * d + k];
        return Math.max(0, weights[n]) * sum;
      });
    },
  };
}
