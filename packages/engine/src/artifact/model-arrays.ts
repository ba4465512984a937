import type { Dataset } from '../data/dataset.ts';
import { orderItems } from '../data/item-orders.ts';
import { explanationTerms } from '../features/explanation-terms.ts';
import type { FittedModel, NamedArray } from '../scoring/spec.ts';

/** All arrays of an artifact in their order: ids, orders, words for explanations, then what was learned. */
export function modelArrays(dataset: Dataset, model: FittedModel): Map<string, NamedArray> {
  const orders = orderItems(dataset.matrix, dataset.itemRecords);
  const terms = explanationTerms(dataset.itemRecords);
  const integers = (data: Uint32Array): NamedArray => ({ dtype: 'int32', shape: [data.length], data });
  const strings = (data: string[]): NamedArray => ({ dtype: 'string', shape: [data.length], data });
  return new Map<string, NamedArray>([
    ['itemIds', strings(dataset.itemIds)],
    ['userCounts', integers(orders.userCounts)],
    ['popularOrder', integers(orders.popular)],
    ['trendingOrder', integers(orders.trending)],
    ['latestOrder', integers(orders.latest)],
    ['facts/terms', strings(terms.terms)],
    ['facts/indptr', integers(terms.indptr)],
    ['facts/indices', integers(terms.indices)],
    ...model.arrays,
  ]);
}
