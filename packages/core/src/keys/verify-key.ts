import { hash } from 'node:crypto';
import { isWellFormedKey, type RateLimit } from '@curio/contracts';
import { type ApiKeyRow, type Db, sql } from '@curio/db';
import { LRUCache } from 'lru-cache';
import { answerWithin } from '../platform/answer-within.ts';
import type { Actor } from '../platform/context.ts';

/** A key that was found, and its rights. The same object for every request until its row is read again. */
export interface VerifiedKey {
  workspaceId: string;
  actor: Actor & { kind: 'key' };
  /** undefined: the default limit. */
  rateLimit: RateLimit | undefined;
  /** A key and the one that replaces it share one limit. */
  rateLimitId: string;
  /** Of the pages that may use the key; null for keys of servers. */
  origins: readonly string[] | null;
  /** Milliseconds since 1970; Infinity for a key that does not expire. */
  expiresAt: number;
}

export interface KeyVerifier {
  /** undefined where the key is malformed, unknown, revoked or expired. Immediate for a key in use. */
  verify(key: string): VerifiedKey | undefined | Promise<VerifiedKey | undefined>;
  /** Refuses the key with this SHA-256 from now on: it was revoked. */
  refuse(hash: Buffer): void;
  /** Writes when each key was last used, in one statement; for the caller to run regularly and at the end. */
  flushLastUsed(): Promise<void>;
}

export interface KeyVerifierOptions {
  /** Called where keys in use could not be read again. */
  onReadFailed?: (error: unknown) => void;
}

interface Entry {
  found: VerifiedKey | undefined;
  /** Start of the read that it comes from: its content may be as old as that. */
  readAt: number;
  /** Whether a read of it waits or runs. */
  reading: boolean;
}

// Bounds how long a revoked key still works: less than a second on every replica.
const ttlMs = 800;
/** A key in use is read again from this age on, while its requests are answered. */
const refreshMs = 300;
/** Keys that are read again wait for each other, so that many of them need one statement. */
const gatherMs = 50;
/** While the database does not answer, nobody can revoke a key: those in use work on, for this time at most. */
const maxStaleMs = 15 * 60_000;
/** A database that takes longer counts as away for keys in use. */
const patienceMs = 2_000;
const maxCached = 10_000;
/** Uses beyond this are not recorded before the next flush. */
const maxUsed = 100_000;

/** Looks keys up by their SHA-256: all keys that need it in one statement, and each at most every `refreshMs`. */
export function createKeyVerifier(db: Db, { onReadFailed }: KeyVerifierOptions = {}): KeyVerifier {
  const entries = new LRUCache<string, Entry>({ max: maxCached });
  let used = new Map<string, number>();
  let writing: Promise<void> | undefined;
  /** Reads under way, by key: requests for the same key share one. */
  const loading = new Map<string, Promise<Entry>>();
  let waiting = new Set<string>();
  let next: Promise<Map<string, Entry>> | undefined;
  let timer: NodeJS.Timeout | undefined;
  /** Whether the last read failed. */
  let failing = false;

  /** Reads the keys that wait. */
  async function read(): Promise<Map<string, Entry>> {
    clearTimeout(timer);
    timer = undefined;
    next = undefined;
    const hashes = [...waiting];
    waiting = new Set();
    const readAt = Date.now();
    try {
      const { rows } = await sql<ApiKeyRow>`
        select * from find_api_keys(${hashes.map((text) => Buffer.from(text, 'base64'))}::bytea[])`.execute(db);
      failing = false;
      const found = new Map(rows.map((row) => [row.hash.toString('base64'), toVerified(row)]));
      const fresh = new Map(hashes.map((text) => [text, { found: found.get(text), readAt, reading: false }]));
      // A read that began later may have ended before this one.
      for (const [text, entry] of fresh) if ((entries.peek(text)?.readAt ?? 0) <= readAt) entries.set(text, entry);
      return fresh;
    } catch (error) {
      failing = true;
      for (const text of hashes) {
        const entry = entries.peek(text);
        if (entry) entry.reading = false;
      }
      throw error;
    }
  }

  /** Reads a key again, later, together with others. */
  function refresh(text: string, entry: Entry): void {
    entry.reading = true;
    waiting.add(text);
    timer ??= setTimeout(() => {
      if (!next) read().catch((error: unknown) => onReadFailed?.(error));
    }, gatherMs).unref();
  }

  /** Reads a key that requests wait for, together with all others of this turn of the event loop. */
  async function load(text: string): Promise<Entry> {
    waiting.add(text);
    next ??= new Promise<void>((resolve) => setImmediate(resolve)).then(read);
    const entry = (await next).get(text);
    if (!entry) throw new Error('A key was not read');
    return entry;
  }

  function loadOnce(text: string): Promise<Entry> {
    const running = loading.get(text);
    if (running) return running;
    const entry = load(text).finally(() => loading.delete(text));
    loading.set(text, entry);
    return entry;
  }

  async function readNow(text: string, stale: Entry | undefined, now: number): Promise<VerifiedKey | undefined> {
    try {
      const loading = loadOnce(text);
      const { found } = stale?.found ? await answerWithin(loading, patienceMs) : await loading;
      return found && usable(found, now);
    } catch (error) {
      if (!stale?.found || now - stale.readAt > maxStaleMs) throw error;
      failing = true;
      onReadFailed?.(error);
      return usable(stale.found, now);
    }
  }

  function usable(found: VerifiedKey, now: number): VerifiedKey | undefined {
    if (found.expiresAt <= now) return undefined;
    if (used.size < maxUsed || used.has(found.actor.id)) used.set(found.actor.id, now);
    return found;
  }

  async function write(): Promise<void> {
    const batch = used;
    used = new Map();
    const times = [...batch.values()].map((at) => new Date(at).toISOString());
    try {
      await sql`select record_key_use(${[...batch.keys()]}::text[], ${times}::timestamptz[])`.execute(db);
    } catch (error) {
      for (const [id, at] of used) batch.set(id, at);
      used = batch;
      throw error;
    }
  }

  return {
    verify(key) {
      const text = hash('sha256', key, 'base64');
      const now = Date.now();
      const entry = entries.get(text);
      const age = entry ? now - entry.readAt : Number.POSITIVE_INFINITY;
      if (entry?.found && age < (failing ? maxStaleMs : ttlMs)) {
        if (age > refreshMs && !entry.reading) refresh(text, entry);
        return usable(entry.found, now);
      }
      if (entry && age < ttlMs) return undefined;
      if (!isWellFormedKey(key)) return undefined;
      return readNow(text, entry, now);
    },

    refuse(hash) {
      // Newer than every read that is under way: those may have read the key before it was revoked.
      entries.set(hash.toString('base64'), { found: undefined, readAt: Date.now() + 1, reading: false });
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

function toVerified(row: ApiKeyRow): VerifiedKey {
  return {
    workspaceId: row.workspace_id,
    actor: { kind: 'key', id: row.id, scopes: row.scopes, projectIds: row.project_ids },
    rateLimit: rateLimitOf(row),
    rateLimitId: row.replaced_by ?? row.id,
    origins: row.origins,
    expiresAt: row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY,
  };
}

export function rateLimitOf(row: ApiKeyRow): RateLimit | undefined {
  if (row.rate_limit === null || row.rate_window_seconds === null) return undefined;
  return { limit: row.rate_limit, windowSeconds: row.rate_window_seconds };
}
