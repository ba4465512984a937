import type { IncomingMessage, ServerResponse } from 'node:http';
import { newId, type Problem } from '@curio/contracts';
import type { KeyVerifier } from '@curio/core/keys/verify-key';
import type { Services } from '@curio/core/platform/context';
import type { RequestObserver } from '../http/access-log.ts';
import type { Caller, RequestLimits } from '../http/app-env.ts';
import { createContext, lazyLogger } from '../http/create-context.ts';
import { jsonDepth } from '../http/json-depth.ts';
import type { DirectAnswer } from '../http/listen.ts';
import { problemOf, refusalOf } from '../http/problems.ts';
import { readBody } from '../http/read-body.ts';
import { keepBody, maxDepth } from '../http/read-json.ts';
import type { RequestLimit } from '../http/request-limit.ts';
import { securityHeaders } from '../http/security-headers.ts';
import { readTraceparent, traceresponse } from '../http/trace-context.ts';
import type { DirectRoute } from './direct-route.ts';

export interface DirectOptions {
  services: Services;
  keys: KeyVerifier;
  limits: RequestLimits;
  apiUrl: string;
  observe: RequestObserver;
  requestLimit: RequestLimit;
}

const pattern = /^\/v1\/projects\/([\w-]{1,64})\/([\w-]+)$/;
const fixedHeaders = [...securityHeaders.flat(), 'cache-control', 'no-store'];
/** Read by Hono's middleware only: a request with one of them goes there. */
const needsHono = ['origin', 'idempotency-key', 'transfer-encoding', 'expect', 'content-encoding'] as const;

/**
 * Answers POST requests of API keys to the routes that are called most. What is unusual about a request (a session, another
 * origin, an idempotency key, a wrong key, an input that does not fit) makes it Hono's, so that there is one place for each
 * refusal.
 */
export function answerDirectly(routes: readonly DirectRoute[], options: DirectOptions): DirectAnswer {
  const byName = new Map(routes.map((route) => [route.name, withTemplate(route)]));
  return (incoming, outgoing, otherwise) => {
    if (incoming.method !== 'POST') return false;
    const [, projectId, name] = pattern.exec(incoming.url ?? '') ?? [];
    if (projectId === undefined || name === undefined) return false;
    const route = byName.get(name);
    const key = incoming.headers['x-api-key'];
    if (!route || typeof key !== 'string' || !isPlain(incoming, route)) return false;
    void answer({ route, projectId, key, incoming, outgoing, otherwise }, options);
    return true;
  };
}

/** Made once: the same string for each request is compared and looked up without reading it. */
const withTemplate = (route: DirectRoute) => ({ ...route, template: `/v1/projects/{projectId}/${route.name}` });

function isPlain({ headers }: IncomingMessage, { maxBodyBytes }: DirectRoute): boolean {
  const type = headers['content-type'];
  if (type !== 'application/json' && type !== 'application/json; charset=utf-8') return false;
  const length = Number(headers['content-length']);
  if (!(length > 0 && length <= maxBodyBytes)) return false;
  return needsHono.every((name) => headers[name] === undefined);
}

interface DirectRequest {
  route: ReturnType<typeof withTemplate>;
  projectId: string;
  key: string;
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  otherwise: () => void;
}

async function answer(request: DirectRequest, options: DirectOptions): Promise<void> {
  const { route, projectId, key, incoming, outgoing } = request;
  const started = performance.now();
  const requestId = newId('request');
  const { tracing } = options.services;
  const trace = tracing ? tracing.current() : readTraceparent(incoming.headers.traceparent);
  const requestLogger = lazyLogger(options.services.log, requestId, trace);
  const headers = [...fixedHeaders, 'x-request-id', requestId];
  if (trace) headers.push('traceresponse', traceresponse(trace));
  let caller: Caller | undefined;
  let problem: Problem | undefined;
  let bytes: Buffer | undefined;
  let status = route.status;
  let body: string;
  try {
    const verifying = options.keys.verify(key);
    const verified = verifying instanceof Promise ? await verifying : verifying;
    if (!verified) return request.otherwise();
    caller = verified;
    bytes = await readBody(incoming, route.maxBodyBytes, options.limits.bodyTimeoutMs);
    const input = parse(route, bytes);
    if (!input) {
      keepBody(incoming, bytes);
      return request.otherwise();
    }
    // Counted here, so that Hono does not count what it answers once more.
    const counting = options.requestLimit(caller);
    const counted = counting instanceof Promise ? await counting : counting;
    if (counted) headers.push('ratelimit-policy', counted.policy, 'ratelimit', counted.left);
    if (counted?.refusal) throw counted.refusal;
    const context = createContext(options.services, requestLogger, caller);
    body = JSON.stringify(await route.act(context, projectId, input.value));
    headers.push('content-type', 'application/json');
  } catch (error) {
    const refusal = refusalOf(error, requestLogger);
    problem = problemOf(refusal, options.apiUrl, requestId);
    status = problem.status;
    body = JSON.stringify(problem);
    headers.push('content-type', 'application/problem+json', ...Object.entries(refusal.headers ?? {}).flat());
    // The rest of a body that was refused before its end would be read as the next request.
    if (!incoming.complete) outgoing.shouldKeepAlive = false;
  }
  const length = Buffer.byteLength(body);
  headers.push('content-length', String(length));
  outgoing.writeHead(status, headers);
  // Text of ASCII alone is the same bytes in both encodings; as latin1 it is copied instead of encoded.
  outgoing.end(body, length === body.length ? 'latin1' : 'utf8');
  options.observe({
    requestId,
    trace,
    method: 'POST',
    path: incoming.url ?? '',
    route: route.template,
    status,
    milliseconds: performance.now() - started,
    caller,
    problem,
    body: bytes,
  });
}

/** The input that the body contains, or undefined where it does not fit the schema. */
function parse({ input }: DirectRoute, bytes: Buffer): { value: unknown } | undefined {
  if (jsonDepth(bytes) > maxDepth) return undefined;
  try {
    const parsed = input.safeParse(JSON.parse(bytes.toString()));
    return parsed.success ? { value: parsed.data } : undefined;
  } catch {
    return undefined;
  }
}
