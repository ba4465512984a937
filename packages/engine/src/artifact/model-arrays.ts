import type { Dataset } from '../data/dataset.ts';
import { userIndependentRankings } from '../data/item-rankings.ts';
import { explanationTerms } from '../features/explanation-terms.ts';
import type { FittedModel, NamedArray } from '../scoring/spec.ts';

/** All arrays of an artifact, in order: item ids, user-independent rankings, explanation terms, then those of the model. */
export function modelArrays(dataset: Dataset, model: FittedModel): Map<string, NamedArray> {
  const rankings = userIndependentRankings(dataset.matrix, dataset.itemRecords);
  const terms = explanationTerms(dataset.itemRecords);
  const integers = (data: Uint32Array): NamedArray => ({ dtype: 'int32', shape: [data.length], data });
  const strings = (data: string[]): NamedArray => ({ dtype: 'string', shape: [data.length], data });
  return new Map<string, NamedArray>([
    ['itemIds', strings(dataset.itemIds)],
    ['userCounts', integers(rankings.userCounts)],
    ['rankings/popular', integers(rankings.popular)],
    ['rankings/trending', integers(rankings.trending)],
    ['rankings/latest', integers(rankings.latest)],
    ['explanation/terms', strings(terms.terms)],
    ['explanation/indptr', integers(terms.indptr)],
    ['explanation/indices', integers(terms.indices)],
    ...model.arrays,
  ]);
}
