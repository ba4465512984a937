import { CompiledQuery, type Db } from '@curio/db';
import { RateLimiterMemory, RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible';
import { answerWithin } from '../answer-within.ts';

export interface Consumed {
  /** By all processes in the present window, this call included. */
  points: number;
  /** Until the window ends. */
  msBeforeNext: number;
}

/** Counts points by id in fixed windows, each of which begins with the first point after the one before. */
export interface SharedCounter {
  consume(id: string, points: number, windowSeconds: number): Promise<Consumed>;
  /** Begins a new window. */
  reset(id: string): Promise<void>;
}

/** A database that takes longer counts as away. */
const defaultPatienceMs = 2_000;
/** While it is away, one query in this time asks it again: a query for each key would occupy all connections. */
const retryMs = 1_000;

/**
 * Counts in the table `rate_limits`, so that all processes share the counts. While the database does not answer, each
 * process counts alone.
 */
export function createSharedCounter(db: Db, patienceMs = defaultPatienceMs): SharedCounter {
  let isAway = false;
  let retryAt = 0;
  async function query(text: string, values: unknown[]) {
    if (isAway && Date.now() < retryAt) throw new Error('the database did not answer');
    retryAt = Date.now() + retryMs;
    try {
      const { rows } = await answerWithin(db.executeQuery(CompiledQuery.raw(text, values)), patienceMs);
      isAway = false;
      return { rows, rowCount: rows.length };
    } catch (error) {
      isAway = true;
      throw error;
    }
  }
  // The limit is compared by the caller: here it is never reached. Each call gives its own duration.
  const options = { points: Number.MAX_SAFE_INTEGER, duration: 60, keyPrefix: '' };
  const limiter = new RateLimiterPostgres({
    ...options,
    storeClient: { query: ({ text, values }: { text: string; values: unknown[] }) => query(text, values) },
    storeType: 'pool',
    tableName: 'rate_limits',
    tableCreated: true,
    insuranceLimiter: new RateLimiterMemory(options),
  });
  return {
    async consume(id, points, windowSeconds) {
      const used: RateLimiterRes = await limiter.consume(id, points, { customDuration: windowSeconds });
      return { points: used.consumedPoints, msBeforeNext: used.msBeforeNext };
    },
    async reset(id) {
      await limiter.delete(id);
    },
  };
}
