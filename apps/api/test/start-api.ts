import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPublishableOrigins } from '@curio/core/keys/publishable-origins';
import { createKeyVerifier, type KeyVerifier } from '@curio/core/keys/verify-key';
import { createRequestRecorder } from '@curio/core/logs/record-requests';
import { readEnv } from '@curio/core/platform/env';
import { createRateLimiter } from '@curio/core/platform/limits/rate-limiter';
import { createSharedCounter } from '@curio/core/platform/limits/shared-counter';
import { type OpenServices, openServices } from '@curio/core/platform/services';
import { openRecommender } from '@curio/core/recommendations/open-recommender';
import { createDestinationPolicy } from '@curio/core/webhooks/destination';
import { createAuthPool } from '@curio/db';
import { pino } from 'pino';
import { createTestDatabase, type TestDatabase } from '../../../tests/database.ts';
import { createApp } from '../src/app.ts';
import { createAuth } from '../src/auth/create-auth.ts';
import { answerDirectly } from '../src/direct/answer-directly.ts';
import { directRoutes } from '../src/direct/direct-routes.ts';
import { apiEnv } from '../src/env.ts';
import { type AnsweredRequest, createAccessLog } from '../src/http/access-log.ts';
import type { RequestLimits } from '../src/http/app-env.ts';
import { listen } from '../src/http/listen.ts';
import { createRequestLimit } from '../src/http/request-limit.ts';
import { createMetrics } from '../src/metrics/create-metrics.ts';
import { textOf } from '../src/metrics/serve-metrics.ts';
import { createRequestTracer } from '../src/metrics/trace-requests.ts';
import { type AnswerCheck, createAnswerCheck, createRouteFinder } from './check-answer.ts';
import type { OpenApi } from './document.ts';

export const studio = 'http://localhost:3999';

export interface TestApi {
  url: string;
  database: TestDatabase;
  services: OpenServices;
  keys: KeyVerifier;
  /** Where uploads lie. */
  uploads: string;
  /** Requests that did not go through Hono, or not before their body was read. */
  takenDirectly(): number;
  /** Throws where an answer is not as the OpenAPI document says. */
  checkAnswer(method: string, path: string, answer: Parameters<AnswerCheck>[1]): void;
  /** Every line of the log, as JSON. */
  logged: string[];
  /** Writes the requests so far to the request log. */
  flushRequests(): Promise<void>;
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
export async function startApi(given: StartApiOptions = {}): Promise<TestApi> {
  const { replicaOf, limitAddresses = false, env: variables, ...limits } = given;
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
  const measured = createMetrics({
    models: () => recommender.serving.models.stats(),
    changeFeedLagMs: () => recommender.serving.changes.lagMs(),
    queues: () => services.jobs.depths(),
  });
  // On a busy machine the tests' database is slow, not away.
  const counter = createSharedCounter(services.db, 20_000);
  const defaultRateLimit = { limit: env.CURIO_RATE_LIMIT, windowSeconds: 60 };
  const accessLog = createAccessLog(log, Number.POSITIVE_INFINITY);
  const { tracing } = services;
  const traceRequest = tracing && createRequestTracer(tracing, { workspaces: env.CURIO_TRACE_WORKSPACES });
  const recorder = createRequestRecorder(services.db, log, { bodies: env.CURIO_REQUEST_LOG_BODIES });
  const options = {
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
    counter,
    trustedProxies: env.CURIO_TRUSTED_PROXIES,
    requestLimit: createRequestLimit(createRateLimiter(counter, log), defaultRateLimit),
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
    observe(request: AnsweredRequest) {
      measured.observe(request);
      accessLog(request);
      recorder.record(request);
      traceRequest?.(request);
    },
    metrics: textOf(measured.registry),
    notReady: async () => undefined,
  };
  const direct = answerDirectly(directRoutes(recommender), options);
  let takenDirectly = 0;
  const server = listen(createApp(options), {
    port: 0,
    host: '127.0.0.1',
    maxConnections: 1000,
    tracing,
    direct(incoming, outgoing, otherwise) {
      const taken = direct(incoming, outgoing, otherwise);
      if (taken) takenDirectly++;
      return taken;
    },
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
  const [check, findRoute] = [createAnswerCheck(document), createRouteFinder(document)];
  return {
    url,
    database,
    services,
    keys,
    uploads: join(folder, 'uploads'),
    takenDirectly: () => takenDirectly,
    checkAnswer(method, path, answer) {
      const route = findRoute(method, path);
      const fault = route && check(route, answer);
      if (fault) throw new Error(`${method} ${route.path}: ${fault}`);
    },
    logged,
    flushRequests: recorder.flush,
    async stop() {
      await new Promise((resolve) => server.close(resolve));
      await recommender.close();
      await recorder.flush();
      await authPool.end();
      await services.close();
      if (!replicaOf) await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
