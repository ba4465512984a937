import type { TextTable } from '../data/text-table.ts';
import type { UserIndependentRanking } from './query.ts';

/** The items of a model and what is independent of any user. Rankings are item indices, best first. */
export interface Catalogue extends Record<UserIndependentRanking, Uint32Array> {
  itemIds: TextTable;
  /** Index of an id, -1 where the model has no such item. */
  indexOf(itemId: string): number;
  /** Users who interacted with each item and did not dislike it. */
  userCounts: Uint32Array;
  /** Used where a query cannot be answered by scores. */
  fallbackRanking: UserIndependentRanking;
}

/** The terms of the items as a CSR matrix: row i lists the indices into `terms` of the terms of item i. */
export interface ItemTerms {
  terms: TextTable;
  indptr: Uint32Array;
  indices: Uint32Array;
}
