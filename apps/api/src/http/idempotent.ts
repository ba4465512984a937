import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { CurioError } from '@curio/core/platform/errors';
import { type Claim, claimKey, type KeyedRequest, type StoredAnswer } from '@curio/core/platform/idempotency/claim-key';
import { freeKey, keepAnswer } from '@curio/core/platform/idempotency/keep-answer';
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode, StatusCode } from 'hono/utils/http-status';
import type { AppEnv } from './app-env.ts';
import { answerError } from './problems.ts';

const header = 'idempotency-key';
/** Of draft-ietf-httpapi-idempotency-key-header, here without quotes: visible ASCII. */
const wellFormed = /^[\x21-\x7e]{1,255}$/;
const firstPollMs = 20;
const maxPollMs = 250;
/** Refusals that say nothing about the request itself: a repeated one is answered again. */
const passing = new Set([408, 429]);

/**
 * Runs a route once for each Idempotency-Key: an equal request gets the first one's answer, and waits for it where that
 * is under way. Follows the reading of the body. Without the header it costs nothing.
 */
export const idempotent: MiddlewareHandler<AppEnv> = (c, next) =>
  answerOnce(c, undefined, async () => {
    // Errors of the route are answers then.
    await next();
    return c.res;
  });

/** For routes whose body is not read into memory: equal requests cannot be recognised. */
export const refuseIdempotencyKey: MiddlewareHandler<AppEnv> = (c, next) => {
  if (c.env.incoming.headers[header] === undefined) return next();
  throw new CurioError(
    'invalid-input',
    'This route takes no Idempotency-Key: it does not compare bodies. Send it without.',
  );
};

/**
 * Acts where this is the first request with its Idempotency-Key, or has none; else answers as the first one was answered.
 * @param bodyHash of a body that was not read into memory
 */
export async function answerOnce(
  c: HonoContext<AppEnv>,
  bodyHash: Buffer | undefined,
  act: () => Promise<Response>,
): Promise<Response> {
  const given = c.env.incoming.headers[header];
  if (given === undefined) return act();
  const key = String(given);
  if (!wellFormed.test(key))
    throw new CurioError('invalid-input', 'An Idempotency-Key has 1 to 255 visible ASCII characters.');
  const context = c.get('context');
  const claim = await claimInTime(c, { key, hash: hashOf(c, bodyHash) });
  if (claim.state === 'answered') return replay(c, claim.answer);
  const response = await act().catch((error: unknown) => answerError(error, c));
  const { status } = response;
  try {
    if (status >= 500 || passing.has(status)) await freeKey(context, key, claim.attempt);
    else await keepAnswer(context, key, claim.attempt, await read(response));
  } catch (error) {
    // The route has acted: its answer must not become an error.
    c.get('log')().error({ err: error }, 'answer to an Idempotency-Key not kept');
  }
  return response;
}

/** Waits while the first request is under way. */
async function claimInTime(
  c: HonoContext<AppEnv>,
  request: KeyedRequest,
): Promise<Exclude<Claim, { state: 'running' }>> {
  const deadline = performance.now() + c.get('limits').idempotencyWaitMs;
  for (let pollMs = firstPollMs; ; pollMs = Math.min(maxPollMs, pollMs * 2)) {
    const claim = await claimKey(c.get('context'), request);
    if (claim.state !== 'running') return claim;
    if (performance.now() > deadline) {
      throw new CurioError('conflict', 'The first request with this Idempotency-Key is still under way.', [], 1);
    }
    await delay(pollMs);
  }
}

function hashOf(c: HonoContext<AppEnv>, bodyHash: Buffer | undefined): Buffer {
  const { incoming } = c.env;
  const hash = createHash('sha256').update(`${c.req.method} ${incoming.url ?? ''}\n`);
  if (bodyHash) hash.update(bodyHash);
  else if ('rawBody' in incoming && incoming.rawBody instanceof Buffer) hash.update(incoming.rawBody);
  return hash.digest();
}

async function read(response: Response): Promise<StoredAnswer> {
  const body = response.body === null ? null : await response.clone().text();
  return { status: response.status, contentType: response.headers.get('content-type'), body };
}

function replay(c: HonoContext<AppEnv>, { status, contentType, body }: StoredAnswer): Response {
  c.header('idempotent-replayed', 'true');
  if (body !== null) {
    if (status >= 400) c.set('problem', JSON.parse(body));
    return c.body(body, status as ContentfulStatusCode, { 'content-type': contentType ?? 'application/json' });
  }
  if (contentType === null) return c.body(null, status as StatusCode);
  const detail = `The first request with this Idempotency-Key was answered with status ${status}; its answer was too large to be kept.`;
  throw new CurioError('conflict', detail);
}
