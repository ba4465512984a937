import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import { securityHeaders } from '../http/security-headers.ts';

/** On Node's answer, not on Hono's: a header there makes Hono build a `Headers` object for each request. */
export const setSecurityHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  for (const [name, value] of securityHeaders) c.env.outgoing.setHeader(name, value);
  await next();
};
