import { CompiledQuery, type Db } from '@curio/db';
import { RateLimiterMemory, RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible';

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

/**
 * Counts in the table `rate_limits`, so that all processes share the counts. While the database does not answer, each
 * process counts alone.
 */
export function createSharedCounter(db: Db): SharedCounter {
  // The limit is compared by the caller: here it is never reached. Each call gives its own duration.
  const options = { points: Number.MAX_SAFE_INTEGER, duration: 60, keyPrefix: '' };
  const limiter = new RateLimiterPostgres({
    ...options,
    storeClient: {
      query: ({ text, values }: { text: string; values: unknown[] }) =>
        db.executeQuery(CompiledQuery.raw(text, values)).then(({ rows }) => ({ rows, rowCount: rows.length })),
    },
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
