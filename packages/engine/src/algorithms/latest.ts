import { orderItems } from '../data/item-orders.ts';
import type { AlgorithmDefinition } from './definition.ts';
import { orderModel } from './order-model.ts';

/** The order that every artifact carries (orders.ts), as a model of its own. Without any date it is popularity. */
export const latest: AlgorithmDefinition = {
  name: 'latest',
  kind: 'baseline',
  description: "The newest items first, for everybody alike: by the item's own date, else by when it was first met.",
  needs: { interactions: false, itemFeatures: false },
  memory: ({ items }) => 40 * items,
  seconds: ({ items, interactions }) => (items + interactions) / 5e6,
  params: {},
  fit: async ({ context, matrix }) => orderModel('latest', orderItems(matrix, context.dataset.itemRecords).latest),
};
