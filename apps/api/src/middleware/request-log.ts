import { newId } from '@curio/contracts';
import type { Services } from '@curio/core/platform/context';
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { RequestObserver } from '../http/access-log.ts';
import type { AppEnv } from '../http/app-env.ts';
import { lazyLogger } from '../http/create-context.ts';
import { bodyOf } from '../http/read-json.ts';
import { readTraceparent, traceresponse } from '../http/trace-context.ts';

const bodiless = new Set(['GET', 'HEAD']);

/** Gives every request an id, which the answer carries, continues its trace, and reports it once it is answered. */
export function requestLog(
  { log, tracing }: Pick<Services, 'log' | 'tracing'>,
  observe: RequestObserver,
): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const started = performance.now();
    const { incoming, outgoing } = c.env;
    const requestId = newId('request');
    const trace = tracing ? tracing.current() : readTraceparent(incoming.headers.traceparent);
    c.set('requestId', requestId);
    c.set('trace', trace);
    c.set('log', lazyLogger(log, requestId, trace));
    outgoing.setHeader('x-request-id', requestId);
    if (trace) outgoing.setHeader('traceresponse', traceresponse(trace));
    await next();
    // The adapter reads on after an answer to the other methods, for half a second; a GET it leaves open.
    if (bodiless.has(c.req.method) && !incoming.complete) c.header('connection', 'close');
    observe({
      requestId,
      trace,
      method: c.req.method,
      path: c.req.path,
      route: routeOf(c),
      status: c.res.status,
      milliseconds: performance.now() - started,
      caller: c.get('caller'),
      problem: c.get('problem'),
      body: bodyOf(incoming),
    });
  };
}

const templates = new Map<string, string>();

/** The template of the route that the path matches, in the words of the OpenAPI document; `unmatched` where there is none. */
function routeOf(c: Context<AppEnv>): string {
  const path = matchedRoutes(c).at(-1)?.path ?? '';
  if (path.endsWith('*') && !path.startsWith('/api/auth/')) return 'unmatched';
  const known = templates.get(path);
  if (known !== undefined) return known;
  const template = path.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}');
  templates.set(path, template);
  return template;
}
