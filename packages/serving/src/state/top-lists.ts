import type { Candidates } from '@curio/engine/artifact';
import { LRUCache } from 'lru-cache';
import { maxStateAgeMs } from './request-state-cache.ts';

/** Lists retrieved from one reading of a user's state, so that a page's reasons or a repeat cost no ranking. */
export type TopLists = LRUCache<string, Candidates>;

const maxBytes = 32 * 2 ** 20;
/** Approximate heap bytes of an entry, of a candidate and of a character of the key, which contains the session. */
const entryBytes = 300;
const candidateBytes = 100;
const characterBytes = 2;

/** A list is good for as long as the state that it was retrieved from. A list above the bound is not kept. */
export function createTopLists(): TopLists {
  return new LRUCache({
    maxSize: maxBytes,
    ttl: maxStateAgeMs,
    sizeCalculation: ({ items }, key) => entryBytes + items.length * candidateBytes + key.length * characterBytes,
  });
}
