import type { AlgorithmDefinition } from './definition.ts';

/** Counting users is done for every artifact (popularity serves as the fallback), so there is nothing left to fit. */
export const popular: AlgorithmDefinition = {
  name: 'popular',
  kind: 'baseline',
  description: 'The items that most users met, for everybody alike. The reference that every model must beat.',
  needs: { interactions: false, itemFeatures: false },
  memory: ({ items }) => 16 * items,
  seconds: () => 0,
  params: {},
  fit: async () => ({ spec: { type: 'popular' }, arrays: new Map() }),
};
