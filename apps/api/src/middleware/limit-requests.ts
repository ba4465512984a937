import type { RateLimit } from '@curio/contracts';
import { CurioError } from '@curio/core/platform/errors';
import type { RateLimiter } from '@curio/core/platform/limits/rate-limiter';
import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '../http/app-env.ts';

/**
 * Limits the requests of each key and account, and shows in RateLimit-Policy and RateLimit
 * (draft-ietf-httpapi-ratelimit-headers-10) how many are left.
 *
 * @param byDefault of keys and accounts without a separate limit; undefined: none.
 */
export function limitRequests(limiter: RateLimiter, byDefault: RateLimit | undefined): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { rateLimit = byDefault, rateLimitId } = c.get('caller');
    if (rateLimit) {
      const allowance = limiter.allowanceOf(rateLimitId, rateLimit);
      const taken = allowance.take(Date.now());
      const allowed = typeof taken === 'boolean' ? taken : await taken;
      const now = Date.now();
      c.header('ratelimit-policy', allowance.policyHeader);
      c.header('ratelimit', allowance.header(now));
      if (!allowed) {
        const { limit, windowSeconds } = rateLimit;
        const detail = `More than ${limit} requests within ${windowSeconds} s. Send fewer, or make a key with a higher limit.`;
        throw new CurioError('rate-limited', detail, [], allowance.resetSeconds(now));
      }
    }
    await next();
  };
}
