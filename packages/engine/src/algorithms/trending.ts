import { orderItems } from '../data/item-orders.ts';
import type { AlgorithmDefinition } from './definition.ts';
import { orderModel } from './order-model.ts';

/** The order that every artifact carries (orders.ts), as a model of its own. Without times it is popularity. */
export const trending: AlgorithmDefinition = {
  name: 'trending',
  kind: 'baseline',
  description:
    'The items that most users met lately, for everybody alike: who came last week counts half as much as who comes now.',
  needs: { interactions: false, itemFeatures: false },
  memory: ({ items }) => 40 * items,
  seconds: ({ items, interactions }) => (items + interactions) / 5e6,
  params: {},
  fit: async ({ context, matrix }) => orderModel('trending', orderItems(matrix, context.dataset.itemRecords).trending),
};
