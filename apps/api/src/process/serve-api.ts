import cluster from 'node:cluster';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPublishableOrigins } from '@curio/core/keys/publishable-origins';
import { createKeyVerifier } from '@curio/core/keys/verify-key';
import { createRequestRecorder } from '@curio/core/logs/record-requests';
import { stopWith } from '@curio/core/platform/env';
import { createRateLimiter } from '@curio/core/platform/limits/rate-limiter';
import { createSharedCounter } from '@curio/core/platform/limits/shared-counter';
import { openServices } from '@curio/core/platform/services';
import { openRecommender } from '@curio/core/recommendations/open-recommender';
import { pruneChanges } from '@curio/core/retention/prune-changes';
import { createDestinationPolicy } from '@curio/core/webhooks/destination';
import { createAuthPool, sql } from '@curio/db';
import { createApp } from '../app.ts';
import { createAuth } from '../auth/create-auth.ts';
import { answerDirectly } from '../direct/answer-directly.ts';
import { directRoutes } from '../direct/direct-routes.ts';
import type { ApiEnv } from '../env.ts';
import { type AnsweredRequest, createAccessLog, openAccessLog } from '../http/access-log.ts';
import { drain } from '../http/drain.ts';
import { listen } from '../http/listen.ts';
import { createRequestLimit } from '../http/request-limit.ts';
import { createMetrics } from '../metrics/create-metrics.ts';
import { serveMetrics, textOf } from '../metrics/serve-metrics.ts';
import { createRequestTracer } from '../metrics/trace-requests.ts';
import { metricsOfAll } from './cluster-metrics.ts';

/** Within which a process that is to stop has answered everything. */
export const drainMs = 25_000;
const lastUsedEveryMs = 10_000;
const bodyTimeoutMs = 30_000;
const idempotencyWaitMs = 10_000;
// About 1 KB/s.
const uploadRate = { minBytes: 32 << 10, windowMs: 30_000 };

/** One process of the API: opens what it needs, listens, and stops on SIGTERM. */
export async function serveApi(env: ApiEnv): Promise<void> {
  const services = await openServices(env, cluster.worker ? `api ${cluster.worker.id}` : 'api');
  const { db, log } = services;
  const authPool = createAuthPool(env.DATABASE_URL, { ...services.connection, max: 4 });
  const trustedOrigins = originsOf(env);
  const keys = createKeyVerifier(db, {
    onReadFailed: (error) => log.warn({ err: error }, 'keys not read again; those in use work on'),
  });
  const recommender = openRecommender(services, {
    maxModelMegabytes: env.CURIO_MODEL_CACHE_MB,
    maxCatalogueMegabytes: env.CURIO_CATALOGUE_CACHE_MB,
    maxUserMegabytes: env.CURIO_USER_CACHE_MB,
    databaseUrl: env.DATABASE_URL,
  });
  const flushing = setInterval(() => {
    keys.flushLastUsed().catch((error: unknown) => log.warn({ err: error }, 'last use of keys not written'));
  }, lastUsedEveryMs);
  const stopPruning = pruneChanges(services);
  const measured = createMetrics({
    models: () => recommender.serving.models.stats(),
    changeFeedLagMs: () => recommender.serving.changes.lagMs(),
    queues: () => services.jobs.depths(),
  });
  const metrics = cluster.isWorker ? metricsOfAll(measured.registry) : textOf(measured.registry);
  const accessLog = createAccessLog(openAccessLog(log), env.CURIO_ACCESS_LOG_PER_SECOND);
  const { tracing } = services;
  const traceRequest = tracing && createRequestTracer(tracing, { workspaces: env.CURIO_TRACE_WORKSPACES });
  const recorder = createRequestRecorder(db, log, { bodies: env.CURIO_REQUEST_LOG_BODIES });

  const counter = createSharedCounter(db);
  const defaultRateLimit = env.CURIO_RATE_LIMIT === 0 ? undefined : { limit: env.CURIO_RATE_LIMIT, windowSeconds: 60 };
  let stopping = false;
  const options = {
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
    counter,
    trustedProxies: env.CURIO_TRUSTED_PROXIES,
    requestLimit: createRequestLimit(createRateLimiter(counter, log), defaultRateLimit),
    recommend: recommender,
    destinations: createDestinationPolicy({ allowPrivate: env.CURIO_WEBHOOKS_ALLOW_PRIVATE }),
    trustedOrigins,
    apiUrl: new URL(env.CURIO_API_URL).origin,
    limits: { bodyTimeoutMs, uploadRate, maxUploadBytes: env.CURIO_MAX_UPLOAD_MB * 1e6, idempotencyWaitMs },
    observe(request: AnsweredRequest) {
      measured.observe(request);
      accessLog(request);
      recorder.record(request);
      traceRequest?.(request);
    },
    metrics: env.CURIO_METRICS_OPEN ? metrics : undefined,
    notReady: async () => {
      if (stopping) return 'This process is stopping.';
      const answers = await sql`select 1`.execute(db).then(Boolean, () => false);
      return answers ? undefined : 'The database does not answer.';
    },
  };

  const server = listen(createApp(options), {
    port: env.CURIO_API_PORT,
    host: env.CURIO_API_HOST,
    maxConnections: env.CURIO_API_MAX_CONNECTIONS,
    direct: answerDirectly(directRoutes(recommender), options),
    tracing,
  });
  const port = env.CURIO_METRICS_PORT;
  const metricsServer =
    port === undefined || cluster.isWorker ? undefined : serveMetrics(metrics, { port, host: env.CURIO_API_HOST });
  stopWhereTaken(server, 'CURIO_API_PORT', env.CURIO_API_PORT);
  if (metricsServer && port !== undefined) stopWhereTaken(metricsServer, 'CURIO_METRICS_PORT', port);
  server.on('listening', () => log.info({ port: env.CURIO_API_PORT, pid: process.pid }, 'api ready'));

  /** Readiness fails first, then requests under way are answered, then everything closes. */
  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), drainMs).unref();
    await sleep(env.CURIO_API_STOP_DELAY_SECONDS * 1000);
    await drain(server);
    metricsServer?.close();
    clearInterval(flushing);
    stopPruning();
    await recommender.close();
    await keys.flushLastUsed();
    await recorder.flush();
    await authPool.end();
    await services.close();
    process.exit(0);
  }
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

function stopWhereTaken(server: Server, variable: string, port: number): void {
  server.on('error', (error: NodeJS.ErrnoException) => {
    stopWith(error.code === 'EADDRINUSE' ? `Port ${port} is taken. Set ${variable} to another.` : error);
  });
}

/** The addresses of the studio in browsers; on localhost both of its names. */
function originsOf(env: ApiEnv): string[] {
  const origins = [env.CURIO_API_URL, env.CURIO_STUDIO_URL].map((url) => new URL(url).origin);
  const local = origins.filter((origin) => new URL(origin).hostname === 'localhost');
  return [...new Set([...origins, ...local.map((origin) => origin.replace('localhost', '127.0.0.1'))])];
}
