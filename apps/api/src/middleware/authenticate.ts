import type { KeyVerifier, VerifiedKey } from '@curio/core/keys/verify-key';
import type { Services } from '@curio/core/platform/context';
import { CurioError } from '@curio/core/platform/errors';
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import { type Auth, firstWorkspace } from '../auth/create-auth.ts';
import type { AppEnv, Caller } from '../http/app-env.ts';
import { createContext } from '../http/create-context.ts';
import { throwIfDatabaseUnavailable } from '../http/database-unavailable.ts';

export interface AuthenticateOptions {
  services: Services;
  auth: Auth;
  keys: KeyVerifier;
  /** Pages of these origins may act with a person's session. */
  trustedOrigins: readonly string[];
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Finds out who calls, by key or by session, and gives the request its tenant's context. */
export function authenticate(options: AuthenticateOptions): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const key = c.env.incoming.headers['x-api-key'];
    const caller = key === undefined ? await bySession(options, c) : await byKey(options, c, String(key));
    c.set('context', createContext(options.services, c.get('log'), caller));
    c.set('caller', caller);
    await next();
  };
}

async function byKey({ keys }: AuthenticateOptions, c: HonoContext<AppEnv>, key: string): Promise<VerifiedKey> {
  const found = await keys.verify(key);
  if (!found) {
    throw new CurioError(
      'unauthenticated',
      'This API key is not valid: mistyped, revoked, expired, or from another installation.',
    );
  }
  // Before the origin is checked: a refusal is of this key.
  c.set('caller', found);
  if (found.origins !== null) requireOrigin(c, found.origins);
  return found;
}

/** Pages of the origins of a publishable key may read its answers; those of others are refused. */
function requireOrigin(c: HonoContext<AppEnv>, origins: readonly string[]): void {
  const { origin } = c.env.incoming.headers;
  if (origin === undefined) return;
  if (!origins.includes(origin)) {
    throw new CurioError('forbidden', 'This key is for the pages of other origins. Add this origin with a new key.');
  }
  c.header('access-control-allow-origin', origin);
}

async function bySession(options: AuthenticateOptions, c: HonoContext<AppEnv>): Promise<Caller> {
  const session = await options.auth.api.getSession({ headers: c.req.raw.headers }).catch(async (error: unknown) => {
    await throwIfDatabaseUnavailable(options.services.db);
    throw error;
  });
  if (!session) {
    throw new CurioError('unauthenticated', 'Send an API key in the x-api-key header, or sign in.');
  }
  // A browser sends the cookie along whatever page makes the request: only our own pages may change things with it.
  const origin = c.req.header('origin');
  if (!safeMethods.has(c.req.method) && !(origin && options.trustedOrigins.includes(origin))) {
    throw new CurioError('forbidden', 'A session may change things only from the studio; scripts need an API key.');
  }
  const members = await memberships(options, session.user);
  const member = members.find((m) => m.organizationId === session.session.activeOrganizationId) ?? members[0];
  if (!member) throw new CurioError('forbidden', 'You are not a member of any workspace.');
  return {
    workspaceId: member.organizationId,
    actor: { kind: 'account', id: session.user.id, role: roleOf(member.role) },
    rateLimit: undefined,
    rateLimitId: session.user.id,
  };
}

async function memberships({ services, auth }: AuthenticateOptions, user: { id: string; name: string; email: string }) {
  const read = () =>
    services.db
      .selectFrom('auth.member')
      .select(['organizationId', 'role'])
      .where('userId', '=', user.id)
      .orderBy('createdAt')
      .execute();
  const members = await read();
  if (members.length > 0) return members;
  // Either they were removed from every workspace, or their sign-up was cut off before it made their first.
  const first = await services.db
    .selectFrom('auth.organization')
    .select('id')
    .where('slug', '=', firstWorkspace(user).slug)
    .executeTakeFirst();
  if (first) return [];
  await auth.api.createOrganization({ body: firstWorkspace(user) });
  return read();
}

function roleOf(role: string): 'owner' | 'admin' | 'member' {
  return role === 'owner' || role === 'admin' ? role : 'member';
}
