import { CurioError } from '@curio/core/platform/errors';
import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';
import { jsonDepth } from './json-depth.ts';
import { readBody } from './read-body.ts';

const maxDepth = 32;

/**
 * Reads a route's JSON body, within its limits, before it is parsed. It runs after authentication, so that a request
 * without a valid key costs no memory for its body.
 */
export function readJson(maxBytes: number): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { incoming } = c.env;
    const rawBody = await readBody(incoming, maxBytes, c.get('limits').bodyTimeoutMs);
    if (jsonDepth(rawBody) > maxDepth)
      throw new CurioError('invalid-input', `JSON may be nested at most ${maxDepth} levels deep.`);
    // @hono/node-server takes the body from here where a platform has read it already.
    Object.assign(incoming, { rawBody });
    await next();
  };
}
