import type { IncomingMessage } from 'node:http';
import { CurioError } from '@curio/core/platform/errors';
import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';
import { jsonDepth } from './json-depth.ts';
import { readBody } from './read-body.ts';

export const maxDepth = 32;

/**
 * Reads a route's JSON body, within its limits, before it is parsed. It runs after authentication, so that a request
 * without a valid key costs no memory for its body.
 */
export function readJson(maxBytes: number): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { incoming } = c.env;
    const rawBody = bodyOf(incoming) ?? (await readBody(incoming, maxBytes, c.get('limits').bodyTimeoutMs));
    if (jsonDepth(rawBody) > maxDepth)
      throw new CurioError('invalid-input', `JSON may be nested at most ${maxDepth} levels deep.`);
    keepBody(incoming, rawBody);
    await next();
  };
}

/** @hono/node-server takes the body from `rawBody` where something has read it already. */
export function keepBody(incoming: IncomingMessage, rawBody: Buffer): void {
  Object.assign(incoming, { rawBody });
}

/** The body that something has read before. */
export function bodyOf(incoming: IncomingMessage): Buffer | undefined {
  return 'rawBody' in incoming && incoming.rawBody instanceof Buffer ? incoming.rawBody : undefined;
}
