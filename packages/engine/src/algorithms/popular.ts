import type { AlgorithmDefinition } from './definition.ts';

/**
 * Items by the number of users with a positive interaction. There is nothing to fit: every artifact carries these counts,
 * because popularity is also the fallback ranking.
 */
export const popular: AlgorithmDefinition = {
  name: 'popular',
  label: 'Popular',
  kind: 'baseline',
  description:
    'The items that most users interacted with; the same list for every user. The baseline that every model must beat.',
  needs: { interactions: false, itemFeatures: false },
  memory: ({ items }) => 16 * items,
  seconds: () => 0,
  params: {},
  fit: async () => ({ spec: { type: 'popular' }, arrays: new Map() }),
};
