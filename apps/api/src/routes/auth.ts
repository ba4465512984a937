import type { ErrorCode } from '@curio/contracts';
import { CurioError } from '@curio/core/platform/errors';
import type { Db } from '@curio/db';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { type Auth, clientAddressHeader } from '../auth/create-auth.ts';
import type { SignInLimit } from '../auth/limit-sign-ins.ts';
import type { AppEnv } from '../http/app-env.ts';
import { clientAddress } from '../http/client-address.ts';
import { throwIfDatabaseUnavailable } from '../http/database-unavailable.ts';
import { problem } from '../http/problems.ts';
import { readBody } from '../http/read-body.ts';

const codes: Record<number, ErrorCode> = {
  400: 'invalid-input',
  401: 'sign-in-refused',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  422: 'invalid-input',
  429: 'rate-limited',
};
const maxBodyBytes = 64 << 10;
// A JSON escape of the first half without the second, or of the second without the first.
const loneSurrogate =
  /\\u[dD][89abAB][\da-fA-F]{2}(?!\\u[dD][c-fC-F][\da-fA-F]{2})|(?<!\\u[dD][89abAB][\da-fA-F]{2})\\u[dD][c-fC-F][\da-fA-F]{2}/;
const failure = z.object({ message: z.string().min(1) });

export interface AccountsOptions {
  auth: Auth;
  db: Db;
  signIns: SignInLimit;
  trustedProxies: number;
}

/** better-auth under `/api/auth`. What it refuses is answered as a problem document, like everything else. */
export function accounts({ auth, db, signIns, trustedProxies }: AccountsOptions): Hono<AppEnv> {
  return new Hono<AppEnv>().on(['GET', 'POST'], '/*', async (c) => {
    const headers = new Headers(c.req.raw.headers);
    headers.set(clientAddressHeader, c.env.incoming ? clientAddress(c.env.incoming, trustedProxies) : '');
    const body = c.req.method === 'POST' ? await readAccount(c) : undefined;
    const signsIn = body !== undefined && c.req.path.endsWith('/sign-in/email');
    if (signsIn) await signIns.attempt(body);
    const answer = await auth.handler(
      new Request(c.req.url, { method: c.req.method, headers, ...(body === undefined ? {} : { body }) }),
    );
    if (signsIn && answer.status < 300) await signIns.succeeded(body);
    // Not the answer itself: it has none of the headers that are already set.
    if (answer.status < 400) return c.newResponse(answer.body, answer);
    if (answer.status < 500) return refusal(c, answer);
    await throwIfDatabaseUnavailable(db);
    throw new Error(`better-auth answered ${answer.status}`);
  });
}

/** There is no key or session yet: little is read, and what Postgres cannot store is refused here. */
async function readAccount(c: Context<AppEnv>): Promise<string> {
  const bytes = await readBody(c.env.incoming, maxBodyBytes, c.get('limits').bodyTimeoutMs);
  const body = bytes.toString();
  if (/\0|\\u0000/.test(body)) throw new CurioError('invalid-input', 'Text may not contain the character NUL.');
  if (loneSurrogate.test(body)) throw new CurioError('invalid-input', 'Text may not contain half of a surrogate pair.');
  return body;
}

async function refusal(c: Context<AppEnv>, answer: Response): Promise<Response> {
  const said = failure.safeParse(await answer.json().catch(() => undefined));
  const code = codes[answer.status] ?? 'invalid-input';
  const wait = answer.headers.get('x-retry-after');
  if (wait) c.header('retry-after', wait);
  for (const cookie of answer.headers.getSetCookie()) c.header('set-cookie', cookie, { append: true });
  const otherwise =
    code === 'not-found' ? `There is no ${c.req.method} ${c.req.path}.` : 'Signing in or up was refused.';
  return problem(c, code, said.success ? said.data.message : otherwise);
}
