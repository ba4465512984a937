import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyVerifier, type KeyVerifier } from '@curio/core/keys/verify-key';
import { readEnv } from '@curio/core/platform/env';
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

/** The API over real HTTP in this process, on a free port and with its own database. */
export async function startApi(options: Partial<RequestLimits> = {}): Promise<TestApi> {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'curio-api-'));
  const env = readEnv(apiEnv, {
    DATABASE_URL: database.appUrl,
    CURIO_SECRET: 'test secret '.repeat(4),
    CURIO_DATA_DIR: folder,
    CURIO_STUDIO_URL: studio,
    CURIO_LOG_LEVEL: 'trace',
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
      production: false,
      log: services.log,
    }),
    keys,
    recommend: recommender,
    destinations: createDestinationPolicy({ allowPrivate: false }),
    trustedOrigins: [studio],
    apiUrl: env.CURIO_API_URL,
    limits: {
      maxUploadBytes: 1 << 20,
      bodyTimeoutMs: 30_000,
      uploadRate: { minBytes: 32 << 10, windowMs: 30_000 },
      ...options,
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
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
