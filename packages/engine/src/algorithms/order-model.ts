import type { FittedModel } from '../scoring/spec.ts';

/** A model that knows one order of all items, best first. */
export const orderModel = (by: 'trending' | 'latest', order: Uint32Array): FittedModel => ({
  spec: { type: 'order', by },
  arrays: new Map([['order', { dtype: 'int32', shape: [order.length], data: order }]]),
});
