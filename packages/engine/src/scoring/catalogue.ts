import type { UserIndependentRanking } from './query.ts';

/** The items of a model and what is independent of any user. Rankings are item indices, best first. */
export interface Catalogue extends Record<UserIndependentRanking, Uint32Array> {
  itemIds: string[];
  /** Index of an id, undefined where the model has no such item. */
  index: Pick<Map<string, number>, 'get'>;
  /** Users who interacted with each item and did not dislike it. */
  userCounts: Uint32Array;
  /** Used where a query cannot be answered by scores. */
  fallbackRanking: UserIndependentRanking;
}
