import { userIndependentRankings } from '../data/item-rankings.ts';
import type { AlgorithmDefinition } from './definition.ts';
import { rankingModel } from './ranking-model.ts';

/**
 * Items by the number of users, each weighted by exponential decay with a half-life of a week (data/item-rankings.ts).
 * Equal to `popular` where no interaction has a time.
 */
export const trending: AlgorithmDefinition = {
  name: 'trending',
  label: 'Trending',
  kind: 'baseline',
  description:
    'The items that most users interacted with lately: an interaction loses half its weight each week. The same list for every user.',
  needs: { interactions: false, itemFeatures: false },
  memory: ({ items }) => 40 * items,
  seconds: ({ items, interactions }) => (items + interactions) / 5e6,
  params: {},
  fit: async ({ context, matrix }) =>
    rankingModel('trending', userIndependentRankings(matrix, context.dataset.itemRecords).trending),
};
