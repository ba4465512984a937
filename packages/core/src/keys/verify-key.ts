import { createHash } from 'node:crypto';
import { isWellFormedKey } from '@curio/contracts';
import { type ApiKeyRow, type Db, sql } from '@curio/db';
import { LRUCache } from 'lru-cache';

export interface KeyVerifier {
  /** The key's row, or undefined where it is malformed, unknown or revoked. */
  verify(key: string): Promise<ApiKeyRow | undefined>;
  /** Writes when each key was last used, in one statement; for the caller to run regularly and at the end. */
  flushLastUsed(): Promise<void>;
}

// Bounds how long a revoked key still works: less than a second on every replica.
const ttlMs = 750;
const maxCached = 10_000;
/** Uses beyond this are not recorded before the next flush. */
const maxUsed = 100_000;

/** Looks keys up by their SHA-256, at most once in `ttlMs` for each, however many requests ask at a time. */
export function createKeyVerifier(db: Db): KeyVerifier {
  const cache = new LRUCache<string, { row: ApiKeyRow | undefined }>({
    max: maxCached,
    fetchMethod: async (hash, _stale, { options }) => {
      const started = performance.now();
      const row = await find(Buffer.from(hash, 'base64'));
      // From the start of the read: its answer may be as old as that.
      options.ttl = Math.max(1, ttlMs - (performance.now() - started));
      return { row };
    },
  });
  let used = new Map<string, Date>();
  let writing: Promise<void> | undefined;

  async function find(hash: Buffer): Promise<ApiKeyRow | undefined> {
    // A function that returns a composite null answers a row of nulls.
    const { rows } = await sql<ApiKeyRow | { id: null }>`select * from find_api_key(${hash})`.execute(db);
    const row = rows[0];
    return row && row.id !== null ? row : undefined;
  }

  async function write(): Promise<void> {
    const batch = used;
    used = new Map();
    const times = [...batch.values()].map((at) => at.toISOString());
    try {
      await sql`select record_key_use(${[...batch.keys()]}::text[], ${times}::timestamptz[])`.execute(db);
    } catch (error) {
      for (const [id, at] of used) batch.set(id, at);
      used = batch;
      throw error;
    }
  }

  return {
    async verify(key) {
      if (!isWellFormedKey(key)) return undefined;
      const entry = await cache.fetch(createHash('sha256').update(key).digest('base64'));
      const row = entry?.row;
      if (row && (used.has(row.id) || used.size < maxUsed)) used.set(row.id, new Date());
      return row;
    },

    async flushLastUsed() {
      while (writing) await writing.catch(() => undefined);
      if (used.size === 0) return;
      writing = write().finally(() => {
        writing = undefined;
      });
      await writing;
    },
  };
}
