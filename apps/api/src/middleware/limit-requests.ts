import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import type { RequestLimit } from '../http/request-limit.ts';

/** Limits the requests of each key and account, and shows in RateLimit-Policy and RateLimit how many are left. */
export function limitRequests(limit: RequestLimit): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const waiting = limit(c.get('caller'));
    const counted = waiting instanceof Promise ? await waiting : waiting;
    if (counted) {
      c.env.outgoing.setHeader('ratelimit-policy', counted.policy);
      c.env.outgoing.setHeader('ratelimit', counted.left);
      if (counted.refusal) throw counted.refusal;
    }
    await next();
  };
}
