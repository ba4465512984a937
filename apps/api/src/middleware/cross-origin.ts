import type { PublishableOrigins } from '@curio/core/keys/publishable-origins';
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import type { AppEnv } from '../http/app-env.ts';

const allowMethods = 'GET,HEAD,PUT,POST,DELETE,PATCH';
// The last four of tus: uploads in several requests.
const allowHeaders = 'content-type,x-api-key,idempotency-key,tus-resumable,upload-length,upload-metadata,upload-offset';
const exposeHeaders =
  'x-request-id,retry-after,ratelimit-policy,ratelimit,idempotent-replayed,location,tus-resumable,upload-length,upload-offset,upload-expires';
const preflightSeconds = '600';

export interface CrossOriginOptions {
  /** Their pages may read answers to a session. */
  trustedOrigins: readonly string[];
  /** Their pages may send a publishable key, which then decides. */
  publishable: PublishableOrigins;
}

/** CORS headers: which pages of other origins may call the API. Without an Origin header it costs nothing. */
export function crossOrigin({ trustedOrigins, publishable }: CrossOriginOptions): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { origin } = c.env.incoming.headers;
    if (origin === undefined) return next();
    c.header('vary', 'Origin', { append: true });
    c.header('access-control-expose-headers', exposeHeaders);
    const trusted = trustedOrigins.includes(origin);
    if (trusted) {
      c.header('access-control-allow-origin', origin);
      c.header('access-control-allow-credentials', 'true');
    }
    if (c.req.method !== 'OPTIONS') return next();
    if (!trusted && (await publishable.has(origin))) c.header('access-control-allow-origin', origin);
    return preflight(c);
  };
}

function preflight(c: HonoContext<AppEnv>): Response {
  c.header('access-control-allow-methods', allowMethods);
  c.header('access-control-allow-headers', allowHeaders);
  c.header('access-control-max-age', preflightSeconds);
  return c.body(null, 204);
}
