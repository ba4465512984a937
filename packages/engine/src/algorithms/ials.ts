import { fitIals, transposeCsr } from '../kernels/index.ts';
import { type AlgorithmDefinition, numberOf } from './definition.ts';
import { recency, servedRecency } from './serving-parameters.ts';

/**
 * Implicit alternating least squares. Loss: Hu, Koren and Volinsky 2008, "Collaborative filtering for implicit feedback
 * datasets", in the form of Rendle et al. 2022, "Revisiting the performance of iALS on item recommendation benchmarks",
 * equations 1–4: Σ_(u,i)∈S c_ui (ŷ_ui − 1)² + α₀ Σ_u,i ŷ_ui² + Σ λ_u |w_u|² + Σ λ_i |h_i|², where λ_u is λ times
 * (Σ_i c_ui + α₀ · items)^ν. Only the item factors are kept: users are folded in from their history at request time.
 */
export const ials: AlgorithmDefinition = {
  name: 'ials',
  label: 'Matrix factorisation',
  kind: 'collaborative',
  description:
    'Matrix factorisation by alternating least squares. Trains fastest on large data, and new interactions count immediately.',
  needs: { interactions: true, itemFeatures: false },
  memory: ({ users, items, interactions }, params) =>
    40 * interactions + 12 * (users + items) * numberOf(params, 'factors'),
  seconds: ({ users, items, interactions }, params) => {
    const d = numberOf(params, 'factors');
    return 0.1 + (numberOf(params, 'iterations') * d * (2 * interactions + 3 * d * (users + items))) / 6e9;
  },
  served: servedRecency,
  params: {
    unobservedWeight: {
      type: 'number',
      default: 0.1,
      min: 1e-4,
      max: 10,
      log: true,
      label: 'Weight of unobserved pairs',
      symbol: 'α₀',
      description: 'Weight of every user-item pair with target 0; a larger value recommends popular items less often.',
    },
    regularization: {
      type: 'number',
      default: 0.003,
      min: 1e-6,
      max: 10,
      log: true,
      label: 'L2 regularisation',
      symbol: 'λ',
      description: 'Penalty on the squared norm of the factors; larger values generalise from fewer interactions.',
    },
    recency,
    factors: {
      type: 'integer',
      default: 64,
      min: 2,
      max: 256,
      log: true,
      label: 'Latent factors',
      symbol: 'd',
      description: 'Dimensions of the user and item vectors; training time grows with d² and model size with d.',
    },
    regularizationExponent: {
      fixed: true,
      type: 'number',
      default: 1,
      min: 0,
      max: 1,
      label: 'Regularisation exponent',
      symbol: 'ν',
      description: 'Scales λ by frequency^ν: 0 is the same λ for every row, 1 is proportional to its interactions.',
    },
    iterations: {
      fixed: true,
      type: 'integer',
      default: 12,
      min: 1,
      max: 100,
      label: 'Iterations',
      description: 'Alternations over all users and all items.',
    },
  },
  async fit({ context, matrix, params, signal, onProgress }) {
    const pool = await context.pool();
    const factors = Math.min(numberOf(params, 'factors'), Math.max(2, context.items, context.users));
    const iterations = numberOf(params, 'iterations');
    const hyperparameters = {
      factors,
      regularization: numberOf(params, 'regularization'),
      regularizationExponent: numberOf(params, 'regularizationExponent'),
      unobservedWeight: numberOf(params, 'unobservedWeight'),
    };
    // Allocated in the kernels' memory: avoids a second copy of the whole matrix.
    const into = { indices: pool.uint32(matrix.indices.length), values: pool.float32(matrix.indices.length) };
    try {
      const { itemFactors } = await fitIals(pool, {
        ...hyperparameters,
        byUser: matrix,
        byItem: transposeCsr(matrix, context.items, into),
        itemsAlone: true,
        iterations,
        seed: context.seed,
        signal,
        onIteration: (iteration) => onProgress(iteration / iterations, `iteration ${iteration} of ${iterations}`),
      });
      return {
        spec: { type: 'factors', ...hyperparameters, recency: numberOf(params, 'recency') },
        arrays: new Map([['itemFactors', { dtype: 'float32', shape: [context.items, factors], data: itemFactors }]]),
      };
    } finally {
      pool.release(into.indices);
      pool.release(into.values);
    }
  },
};
