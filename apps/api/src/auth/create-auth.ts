import { hkdfSync } from 'node:crypto';
import { newId } from '@curio/contracts';
import { betterAuth } from 'better-auth';
import { organization } from 'better-auth/plugins';
import type pg from 'pg';
import type { Logger } from 'pino';

export interface AuthOptions {
  /** A pool whose search path begins with the schema `auth`. */
  pool: pg.Pool;
  secret: string;
  apiUrl: string;
  trustedOrigins: string[];
  /** Whether addresses are limited: to these sign-ups, and to better-auth's defaults for all else. */
  limitAddresses: boolean;
  signUpsPerHour: number;
  workspacesPerAccount: number;
  log: Logger;
}

/** Only our own server sets this header: the address of the socket. */
export const clientAddressHeader = 'x-curio-client-address';

const ids = { user: 'account', organization: 'workspace' } as const;

/** better-auth for accounts: email and password, and its organizations, which are Curio's workspaces. */
export function createAuth(options: AuthOptions) {
  const auth = betterAuth({
    appName: 'Curio',
    baseURL: options.apiUrl,
    basePath: '/api/auth',
    secret: Buffer.from(hkdfSync('sha256', options.secret, 'curio', 'sessions', 32)).toString('base64'),
    database: options.pool,
    trustedOrigins: options.trustedOrigins,
    emailAndPassword: { enabled: true, minPasswordLength: 10, autoSignIn: true },
    // better-auth would delete the workspace's row alone: its projects would stay, and its keys would go on working.
    plugins: [
      organization({
        creatorRole: 'owner',
        disableOrganizationDeletion: true,
        organizationLimit: options.workspacesPerAccount,
      }),
    ],
    telemetry: { enabled: false },
    rateLimit: {
      enabled: options.limitAddresses,
      storage: 'database',
      customRules: { '/sign-up/email': { window: 3_600, max: options.signUpsPerHour } },
    },
    advanced: {
      cookiePrefix: 'curio',
      useSecureCookies: options.apiUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      database: {
        generateId: ({ model }) => newId(ids[model as keyof typeof ids] ?? 'request'),
      },
    },
    logger: {
      level: 'warn',
      log: (level, message, ...details) =>
        options.log[level === 'error' ? 'error' : 'warn']({ details: details.map(String) }, `better-auth: ${message}`),
    },
    databaseHooks: {
      user: {
        create: {
          after: async (user) => {
            await auth.api.createOrganization({ body: firstWorkspace(user) });
          },
        },
      },
    },
  });
  return auth;
}
export type Auth = ReturnType<typeof createAuth>;

interface Person {
  id: string;
  name: string;
  email: string;
}

/**
 * The input with which better-auth creates the first workspace of an account, so that a session has one from the start.
 * Its slug is the account's id, so there is at most one, even where a process was killed after it created the account
 * and the workspace is created at the next request.
 */
export function firstWorkspace(person: Person): { name: string; slug: string; userId: string } {
  const name = `${person.name || person.email}'s workspace`;
  return { name, slug: person.id.toLowerCase(), userId: person.id };
}
