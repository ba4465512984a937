import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPublishableOrigins } from '@curio/core/keys/publishable-origins';
import { createKeyVerifier, type KeyVerifier } from '@curio/core/keys/verify-key';
import { readEnv } from '@curio/core/platform/env';
import { createSharedCounter } from '@curio/core/platform/limits/shared-counter';
import { type OpenServices, openServices } from '@curio/core/platform/services';
import { openRecommender } from '@curio/core/recommendations/open-recommender';
import { createDestinationPolicy } from '@curio/core/webhooks/destination';
import { createAuthPool } from '@curio/db';
import { pino } from 'pino';
import { createTestDatabase, type TestDatabase } from '../../../tests/database.ts';
import { createApp } from '../src/app.ts';
import { createAuth } from '../src/auth/create-auth.ts';
import { apiEnv } from '../src/env.ts';
import type { RequestLimits } from '../src/http/app-env.ts';
import { listen } from '../src/http/listen.ts';

export const studio = 'http://localhost:3999';

export interface TestApi {
  url: string;
  database: TestDatabase;
  services: OpenServices;
  keys: KeyVerifier;
  /** Where uploads lie. */
  uploads: string;
  /** Every line of the log, as JSON. */
  logged: string[];
  stop(): Promise<void>;
}

export interface StartApiOptions extends Partial<RequestLimits> {
  /** Another process of the same installation. */
  replicaOf?: TestApi;
  /** Whether sign-ups and the like are limited per address. */
  limitAddresses?: boolean;
  /** Environment variables. */
  env?: Record<string, string>;
}

/** The API over real HTTP in this process, on a free port and with its own database. */
export async function startApi(options: StartApiOptions = {}): Promise<TestApi> {
  const { replicaOf, limitAddresses = false, env: variables, ...limits } = options;
  const database = replicaOf?.database ?? (await createTestDatabase());
  const folder = mkdtempSync(join(tmpdir(), 'curio-api-'));
  const env = readEnv(apiEnv, {
    DATABASE_URL: database.appUrl,
    CURIO_SECRET: 'test secret '.repeat(4),
    CURIO_DATA_DIR: folder,
    CURIO_STUDIO_URL: studio,
    CURIO_LOG_LEVEL: 'trace',
    ...variables,
  });
  const opened = await openServices({ ...env, CURIO_LOG_LEVEL: 'silent' }, 'test api');
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line) => void logged.push(line) });
  const services = { ...opened, log };
  const authPool = createAuthPool(env.DATABASE_URL, { ...services.connection, max: 2 });
  const keys = createKeyVerifier(services.db);
  const recommender = openRecommender(services, { maxModelMegabytes: 64 });
  const app = createApp({
    services,
    auth: createAuth({
      pool: authPool,
      secret: env.CURIO_SECRET,
      apiUrl: env.CURIO_API_URL,
      trustedOrigins: [studio],
      limitAddresses,
      signUpsPerHour: env.CURIO_SIGN_UPS_PER_HOUR,
      workspacesPerAccount: env.CURIO_WORKSPACES_PER_ACCOUNT,
      log: services.log,
    }),
    keys,
    publishable: createPublishableOrigins(services.db),
    counter: createSharedCounter(services.db),
    defaultRateLimit: { limit: env.CURIO_RATE_LIMIT, windowSeconds: 60 },
    recommend: recommender,
    destinations: createDestinationPolicy({ allowPrivate: false }),
    trustedOrigins: [studio],
    apiUrl: env.CURIO_API_URL,
    limits: {
      maxUploadBytes: 1 << 20,
      bodyTimeoutMs: 30_000,
      idempotencyWaitMs: 10_000,
      uploadRate: { minBytes: 32 << 10, windowMs: 30_000 },
      ...limits,
    },
    notReady: async () => undefined,
  });
  const server = listen(app, { port: 0, host: '127.0.0.1', maxConnections: 1000 });
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    database,
    services,
    keys,
    uploads: join(folder, 'uploads'),
    logged,
    async stop() {
      await new Promise((resolve) => server.close(resolve));
      await recommender.close();
      await authPool.end();
      await services.close();
      if (!replicaOf) await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
