import { createPublishableOrigins } from '@curio/core/keys/publishable-origins';
import { createKeyVerifier } from '@curio/core/keys/verify-key';
import { readEnv, stopWith } from '@curio/core/platform/env';
import { createSharedCounter } from '@curio/core/platform/limits/shared-counter';
import { openServices } from '@curio/core/platform/services';
import { openRecommender } from '@curio/core/recommendations/open-recommender';
import { createDestinationPolicy } from '@curio/core/webhooks/destination';
import { createAuthPool, sql } from '@curio/db';
import { createApp } from './app.ts';
import { createAuth } from './auth/create-auth.ts';
import { type ApiEnv, apiEnv } from './env.ts';
import { listen } from './http/listen.ts';

const drainMs = 25_000;
const lastUsedEveryMs = 10_000;
const bodyTimeoutMs = 30_000;
const idempotencyWaitMs = 10_000;
// About 1 KB/s.
const uploadRate = { minBytes: 32 << 10, windowMs: 30_000 };

async function main(): Promise<void> {
  const env = readEnv(apiEnv, process.env);
  const services = await openServices(env, 'api');
  const { db, log } = services;
  const authPool = createAuthPool(env.DATABASE_URL, { ...services.connection, max: 4 });
  const trustedOrigins = originsOf(env);
  const keys = createKeyVerifier(db, {
    onReadFailed: (error) => log.warn({ err: error }, 'keys not read again; those in use work on'),
  });
  const recommender = openRecommender(services, {
    maxModelMegabytes: env.CURIO_MODEL_CACHE_MB,
    databaseUrl: env.DATABASE_URL,
  });
  const flushing = setInterval(() => {
    keys.flushLastUsed().catch((error: unknown) => log.warn({ err: error }, 'last use of keys not written'));
  }, lastUsedEveryMs);

  let stopping = false;
  const app = createApp({
    services,
    auth: createAuth({
      pool: authPool,
      secret: env.CURIO_SECRET,
      apiUrl: env.CURIO_API_URL,
      trustedOrigins,
      limitAddresses: env.NODE_ENV === 'production',
      signUpsPerHour: env.CURIO_SIGN_UPS_PER_HOUR,
      workspacesPerAccount: env.CURIO_WORKSPACES_PER_ACCOUNT,
      log,
    }),
    keys,
    publishable: createPublishableOrigins(db),
    counter: createSharedCounter(db),
    defaultRateLimit: env.CURIO_RATE_LIMIT === 0 ? undefined : { limit: env.CURIO_RATE_LIMIT, windowSeconds: 60 },
    recommend: recommender,
    destinations: createDestinationPolicy({ allowPrivate: env.CURIO_WEBHOOKS_ALLOW_PRIVATE }),
    trustedOrigins,
    apiUrl: new URL(env.CURIO_API_URL).origin,
    limits: { bodyTimeoutMs, uploadRate, maxUploadBytes: env.CURIO_MAX_UPLOAD_MB * 1e6, idempotencyWaitMs },
    notReady: async () => {
      if (stopping) return 'This process is stopping.';
      const answers = await sql`select 1`.execute(db).then(Boolean, () => false);
      return answers ? undefined : 'The database does not answer.';
    },
  });

  const server = listen(app, {
    port: env.CURIO_API_PORT,
    host: env.CURIO_API_HOST,
    maxConnections: env.CURIO_API_MAX_CONNECTIONS,
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    const taken = error.code === 'EADDRINUSE';
    stopWith(taken ? `Port ${env.CURIO_API_PORT} is taken. Set CURIO_API_PORT to another.` : error);
  });
  server.on('listening', () => log.info({ port: env.CURIO_API_PORT }, 'api ready'));

  /** Readiness fails first, requests under way are answered, then everything closes. */
  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), drainMs).unref();
    await new Promise((resolve) => server.close(resolve));
    clearInterval(flushing);
    await recommender.close();
    await keys.flushLastUsed();
    await authPool.end();
    await services.close();
    process.exit(0);
  }
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

/** The addresses of the studio in browsers; on localhost both of its names. */
function originsOf(env: ApiEnv): string[] {
  const origins = [env.CURIO_API_URL, env.CURIO_STUDIO_URL].map((url) => new URL(url).origin);
  const local = origins.filter((origin) => new URL(origin).hostname === 'localhost');
  return [...new Set([...origins, ...local.map((origin) => origin.replace('localhost', '127.0.0.1'))])];
}

main().catch(stopWith);
