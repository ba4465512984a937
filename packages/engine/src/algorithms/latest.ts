import { userIndependentRankings } from '../data/item-rankings.ts';
import type { AlgorithmDefinition } from './definition.ts';
import { rankingModel } from './ranking-model.ts';

/**
 * Items by creation date, else by their first interaction, newest first (data/item-rankings.ts). Equal to `popular` where
 * nothing has a date.
 */
export const latest: AlgorithmDefinition = {
  name: 'latest',
  label: 'Latest',
  kind: 'baseline',
  description:
    'The newest items first, by their creation date or else their first interaction; the same list for every user.',
  needs: { interactions: false, itemFeatures: false },
  memory: ({ items }) => 40 * items,
  seconds: ({ items, interactions }) => (items + interactions) / 5e6,
  params: {},
  fit: async ({ context, matrix }) =>
    rankingModel('latest', userIndependentRankings(matrix, context.dataset.itemRecords).latest),
};
