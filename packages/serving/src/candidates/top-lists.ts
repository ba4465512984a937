import { LRUCache } from 'lru-cache';
import type { CandidateList } from './candidate.ts';

/** Lists retrieved from one reading of a user's state, so that a page's reasons or a repeat cost no ranking. */
export interface TopLists {
  lists: LRUCache<string, TopList>;
  /**
   * Whether the same state was asked for not long before: about as many users ago as lists fit. A list of a user who does not
   * come back sooner would be evicted unread.
   */
  askedLately(stateId: number): boolean;
}

export interface TopList extends CandidateList {
  /** The list has no further items. */
  complete: boolean;
}

const maxBytes = 32 * 2 ** 20;
/** Approximate heap bytes of an entry, of a candidate and of a character of the key, which contains the session. */
const entryBytes = 300;
const candidateBytes = 100;
const characterBytes = 2;

/** About as many as lists of ten items in `maxBytes`; a power of 2. */
const rememberedStates = 1 << 14;

/** A list is good for every state with the id of the one that it was retrieved from. A list above the bound is not kept. */
export function createTopLists(): TopLists {
  const lists = new LRUCache<string, TopList>({
    maxSize: maxBytes,
    sizeCalculation: ({ items }, key) => entryBytes + items.length * candidateBytes + key.length * characterBytes,
  });
  /** The state that was asked for last, of those with the same place. */
  const places = new Uint32Array(rememberedStates);
  return {
    lists,
    askedLately(stateId) {
      const place = stateId & (rememberedStates - 1);
      const isKnown = places[place] === stateId;
      places[place] = stateId;
      return isKnown;
    },
  };
}
