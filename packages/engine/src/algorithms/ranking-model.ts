import type { FittedModel } from '../scoring/spec.ts';

/** A model that ranks all items the same for every user; `order` holds the item indices, best first. */
export const rankingModel = (by: 'trending' | 'latest', order: Uint32Array): FittedModel => ({
  spec: { type: 'order', by },
  arrays: new Map([['order', { dtype: 'int32', shape: [order.length], data: order }]]),
});
