import { LRUCache } from 'lru-cache';
import type { CandidateList } from './candidate.ts';

/** Lists retrieved from one reading of a user's state, so that a page's reasons or a repeat cost no ranking. */
export type TopLists = LRUCache<string, TopList>;

export interface TopList extends CandidateList {
  /** The list has no further items. */
  complete: boolean;
}

const maxBytes = 32 * 2 ** 20;
/** Approximate heap bytes of an entry, of a candidate and of a character of the key, which contains the session. */
const entryBytes = 300;
const candidateBytes = 100;
const characterBytes = 2;

/** A list is good for every state with the id of the one that it was retrieved from. A list above the bound is not kept. */
export function createTopLists(): TopLists {
  return new LRUCache({
    maxSize: maxBytes,
    sizeCalculation: ({ items }, key) => entryBytes + items.length * candidateBytes + key.length * characterBytes,
  });
}
