import { fitIals, transposeCsr } from '../kernels/index.ts';
import { type AlgorithmDefinition, numberOf } from './definition.ts';
import { servedRecency } from './recency.ts';

/** Implicit alternating least squares as Rendle et al. tuned it ("Revisiting the performance of iALS", RecSys 2022). */
export const ials: AlgorithmDefinition = {
  name: 'ials',
  kind: 'collaborative',
  description: 'Matrix factorisation: learns tastes from who met what. Scales furthest, takes new events in at once.',
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
      description: 'What not met counts',
    },
    regularization: {
      type: 'number',
      default: 0.003,
      min: 1e-6,
      max: 10,
      log: true,
      description: 'Caution against chance',
    },
    recency: { type: 'number', default: 0, min: 0, max: 2, description: 'How much more the newest events count' },
    factors: { type: 'integer', default: 64, min: 2, max: 256, log: true, description: 'Tastes that are told apart' },
    regularizationExponent: {
      fixed: true,
      type: 'number',
      default: 1,
      min: 0,
      max: 1,
      description: 'More caution for the frequent',
    },
    iterations: { fixed: true, type: 'integer', default: 12, min: 1, max: 100, description: 'Rounds of learning' },
  },
  async fit({ context, matrix, params, signal, onProgress }) {
    const pool = await context.pool();
    const factors = Math.min(numberOf(params, 'factors'), Math.max(2, context.items, context.users));
    const iterations = numberOf(params, 'iterations');
    const rates = {
      factors,
      regularization: numberOf(params, 'regularization'),
      regularizationExponent: numberOf(params, 'regularizationExponent'),
      unobservedWeight: numberOf(params, 'unobservedWeight'),
    };
    // Where the kernels read it, so that the whole data is not there twice.
    const into = { indices: pool.uint32(matrix.indices.length), values: pool.float32(matrix.indices.length) };
    try {
      const { itemFactors } = await fitIals(pool, {
        ...rates,
        byUser: matrix,
        byItem: transposeCsr(matrix, context.items, into),
        itemsAlone: true,
        iterations,
        seed: context.seed,
        signal,
        onIteration: (iteration) => onProgress(iteration / iterations, `round ${iteration} of ${iterations}`),
      });
      return {
        spec: { type: 'factors', ...rates, recency: numberOf(params, 'recency') },
        arrays: new Map([['itemFactors', { dtype: 'float32', shape: [context.items, factors], data: itemFactors }]]),
      };
    } finally {
      pool.release(into.indices);
      pool.release(into.values);
    }
  },
};
