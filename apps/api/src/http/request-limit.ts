import type { RateLimit } from '@curio/contracts';
import { CurioError } from '@curio/core/platform/errors';
import type { RateLimiter } from '@curio/core/platform/limits/rate-limiter';
import type { Caller } from './app-env.ts';

/** A request as its caller's limit sees it. */
export interface CountedRequest {
  /** The headers RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10). */
  policy: string;
  left: string;
  /** Where it is above the limit. */
  refusal: CurioError | undefined;
}

/** Counts a request; undefined where its caller has no limit. Immediate while this process has tokens in hand. */
export type RequestLimit = (
  caller: Pick<Caller, 'rateLimit' | 'rateLimitId'>,
) => CountedRequest | undefined | Promise<CountedRequest>;

/** @param byDefault of keys and accounts without a separate limit; undefined: none. */
export function createRequestLimit(limiter: RateLimiter, byDefault: RateLimit | undefined): RequestLimit {
  return ({ rateLimit = byDefault, rateLimitId }) => {
    if (!rateLimit) return undefined;
    const allowance = limiter.allowanceOf(rateLimitId, rateLimit);
    const counted = (isAllowed: boolean): CountedRequest => {
      const now = Date.now();
      return {
        policy: allowance.policyHeader,
        left: allowance.header(now),
        refusal: isAllowed ? undefined : refusalOf(rateLimit, allowance.resetSeconds(now)),
      };
    };
    const taken = allowance.take(Date.now());
    return typeof taken === 'boolean' ? counted(taken) : taken.then(counted);
  };
}

function refusalOf({ limit, windowSeconds }: RateLimit, resetSeconds: number): CurioError {
  const detail = `More than ${limit} requests within ${windowSeconds} s. Send fewer, or make a key with a higher limit.`;
  return new CurioError('rate-limited', detail, [], resetSeconds);
}
