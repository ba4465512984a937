import type { AlgorithmDefinition } from './definition.ts';

/**
 * A weighted sum of a collaborative and the content model, with a cold-start path for items without interactions. It is
 * an ensemble: `chooseHybrid` tunes the weights on a validation part and `fitModel` fits the members, so `fit` is never
 * called.
 */
export const hybrid: AlgorithmDefinition = {
  name: 'hybrid',
  label: 'Hybrid',
  kind: 'hybrid',
  description:
    'A collaborative model and the content model together, with weights tuned on a validation part. Recommends new items too.',
  needs: { interactions: true, itemFeatures: true },
  memory: ({ users, items, interactions }) => 40 * interactions + 1500 * (users + items),
  seconds: ({ interactions }) => 1 + interactions / 100_000,
  params: {
    collaborative: {
      type: 'choice',
      default: 'best',
      choices: ['best', 'ials', 'item-knn', 'ease', 'graph-filter'],
      label: 'Collaborative model',
      description: 'The collaborative member of the ensemble; "best" compares all of them on the validation part.',
    },
  },
  fit: () => Promise.reject(new TypeError('hybrid is fitted as an ensemble.')),
};
