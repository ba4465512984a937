import { newId } from '@curio/contracts';
import type { MiddlewareHandler } from 'hono';
import type { Logger } from 'pino';
import type { AppEnv } from '../http/app-env.ts';

const bodiless = new Set(['GET', 'HEAD']);

/** Gives every request an id, which the answer carries, and one line in the log. Headers and bodies are never logged. */
export function requestLog(log: Logger): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const started = performance.now();
    const requestId = newId('request');
    c.set('requestId', requestId);
    c.set('log', log.child({ requestId }));
    c.header('x-request-id', requestId);
    await next();
    // The adapter reads on after an answer to the other methods, for half a second; a GET it leaves open.
    const { incoming } = c.env;
    if (bodiless.has(c.req.method) && !incoming.complete) c.header('connection', 'close');
    c.get('log').info(
      {
        method: c.req.method,
        path: c.req.path,
        status: c.res.status,
        ms: Math.round((performance.now() - started) * 10) / 10,
        actor: c.get('actorId'),
      },
      'request',
    );
  };
}
