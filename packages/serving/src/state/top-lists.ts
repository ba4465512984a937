import type { Candidates } from '@curio/engine/artifact';
import { LRUCache } from 'lru-cache';
import { requestStateTtlMs } from './request-state-cache.ts';

/** Lists retrieved from one reading of a user's state, so that a page's reasons or a repeat cost no ranking. */
export type TopLists = LRUCache<string, Candidates>;

/** Candidates in all lists together: about 20 MB. */
const maxCandidates = 200_000;

/** A list is good for as long as the state that it was retrieved from. */
export function createTopLists(): TopLists {
  return new LRUCache({
    maxSize: maxCandidates,
    ttl: requestStateTtlMs,
    sizeCalculation: (list) => 1 + list.items.length,
  });
}
