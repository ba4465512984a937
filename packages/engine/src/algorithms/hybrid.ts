import type { AlgorithmDefinition } from './definition.ts';

/**
 * A recipe rather than a model of its own: `chooseHybrid` finds the weights on a validation part and `fitRecipe` fits
 * its parts.
 */
export const hybrid: AlgorithmDefinition = {
  name: 'hybrid',
  kind: 'hybrid',
  description: 'Tastes and descriptions together: a collaborative and the content model, weighed on a validation part.',
  needs: { interactions: true, itemFeatures: true },
  memory: ({ users, items, interactions }) => 40 * interactions + 1500 * (users + items),
  seconds: ({ interactions }) => 1 + interactions / 100_000,
  params: {
    collaborative: {
      type: 'choice',
      default: 'best',
      choices: ['best', 'ials', 'item-knn', 'ease', 'graph-filter'],
      description: 'The collaborative part',
    },
  },
  fit: () => Promise.reject(new TypeError('A hybrid is fitted by its recipe.')),
};
