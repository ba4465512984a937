import { isDeepStrictEqual } from 'node:util';
import type { RecommendInput } from '@curio/contracts';
import type { Db } from '@curio/db';
import { LRUCache } from 'lru-cache';
import type { ProjectRef } from './project.ts';
import { readRequestState } from './read-request-state.ts';
import type { RequestState } from './request-state.ts';

type Subject = Pick<RecommendInput, 'userId' | 'itemTitle'>;

export interface RequestStateCache {
  /** As `readRequestState`, with one query for all requests about the same subject within `requestStateTtlMs`. */
  read(project: ProjectRef, subject: Subject): Promise<RequestState | undefined>;
  /** Drops the state of these users, so that the next request reads what they have just done. */
  forget(project: ProjectRef, userIds: Iterable<string>): void;
}

/** Cache TTL. An event must count within a second on every replica; the replica that took it calls `forget`. */
export const requestStateTtlMs = 500;
/** A state that old still answers while the next one is read, so that no request waits for a history that is in use. */
const maxStateAgeMs = 850;

const maxBytes = 16 * 2 ** 20;
/** Approximate heap bytes of an entry, of one event of its history and of a character of the key and of user fields. */
const entryBytes = 500;
const eventBytes = 120;
const characterBytes = 2;

export function createRequestStateCache(db: Db): RequestStateCache {
  const cache = new LRUCache<string, RequestState, { project: ProjectRef; subject: Subject }>({
    maxSize: maxBytes,
    ttl: requestStateTtlMs,
    sizeCalculation: ({ history, user }, key) =>
      entryBytes + history.length * eventBytes + (key.length + JSON.stringify(user).length) * characterBytes,
    async fetchMethod(_key, stale, { context, options }) {
      const started = performance.now();
      const state = await readRequestState(db, context.project, context.subject);
      // The TTL counts from the start of the read: what is committed after that is not in it.
      options.ttl = Math.max(1, requestStateTtlMs - (performance.now() - started));
      // The lists that were ranked from the state before are good for one that equals it.
      return state && stale && isDeepStrictEqual({ ...state, id: stale.id }, stale)
        ? { ...state, id: stale.id }
        : state;
    },
    // A read that `forget` overtakes still answers the requests that wait for it, and is not cached.
    ignoreFetchAbort: true,
  });
  const keyOf = ({ workspaceId, projectId }: ProjectRef, { userId, itemTitle }: Subject) =>
    JSON.stringify([workspaceId, projectId, userId ?? null, itemTitle ?? null]);

  return {
    async read(project, subject) {
      const key = keyOf(project, subject);
      // Negative by the time since the TTL ended.
      const allowStale = cache.getRemainingTTL(key) > requestStateTtlMs - maxStateAgeMs;
      const state = await cache.fetch(key, { context: { project, subject }, allowStale });
      // A project without a live version is waiting for its first one: that must count immediately.
      if (state?.liveVersion === null && cache.peek(key) === state) cache.delete(key);
      return state;
    },
    forget(project, userIds) {
      for (const userId of userIds) cache.delete(keyOf(project, { userId }));
    },
  };
}
