import { type Db, sql } from '@curio/db';
import { LRUCache } from 'lru-cache';

export interface PublishableOrigins {
  /** Whether a key that is in force names this origin. */
  has(origin: string): Promise<boolean>;
}

// Bounds how long a page waits for the first key of its origin, and how long it may still ask after the last one.
const ttlMs = 5_000;
const maxCached = 10_000;
/** Of an origin that a key may name. */
const maxLength = 300;

/**
 * For the preflight requests of browsers, which carry no key: a page of such an origin may ask, and its key decides what
 * the answer is. Each origin is looked up once in `ttlMs`.
 */
export function createPublishableOrigins(db: Db): PublishableOrigins {
  const cache = new LRUCache<string, boolean>({
    max: maxCached,
    ttl: ttlMs,
    fetchMethod: async (origin) => {
      const { rows } = await sql<{ yes: boolean }>`select is_publishable_origin(${origin}) as yes`.execute(db);
      return rows[0]?.yes ?? false;
    },
  });
  return { has: async (origin) => origin.length <= maxLength && ((await cache.fetch(origin)) ?? false) };
}
