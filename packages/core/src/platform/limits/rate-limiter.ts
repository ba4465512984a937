import type { RateLimit } from '@curio/contracts';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { Allowance } from './allowance.ts';
import type { SharedCounter } from './shared-counter.ts';

export interface RateLimiter {
  /** What the holder of the limit, a key or an account, may still do in this process. The same object for each request. */
  allowanceOf(id: string, limit: RateLimit): Allowance;
}

/** Those that are used least recently are dropped; their tokens in hand count as used. */
const maxAllowances = 50_000;

/** Limits requests per window, exactly, over all processes that share the counter. */
export function createRateLimiter(counter: SharedCounter, log: Logger): RateLimiter {
  const allowances = new LRUCache<string, Allowance>({ max: maxAllowances });
  return {
    allowanceOf(id, limit) {
      const known = allowances.get(id);
      if (known?.limit === limit.limit && known.windowSeconds === limit.windowSeconds) return known;
      const allowance = new Allowance(id, limit, counter, log);
      allowances.set(id, allowance);
      return allowance;
    },
  };
}
