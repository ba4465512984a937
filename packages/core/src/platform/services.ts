import { assertIsolated, createDb, type DbOptions } from '@curio/db';
import { pino } from 'pino';
import type { Services } from './context.ts';
import type { ServicesEnv } from './env.ts';
import { openJobs } from './jobs/jobs.ts';
import { createUsageCounter } from './limits/usage-counter.ts';
import { openStorage } from './open-storage.ts';
import { createSecrets } from './secrets.ts';
import { openTracing } from './tracing/open-tracing.ts';

export interface OpenServices extends Services {
  connection: DbOptions;
  close(): Promise<void>;
}

/** Opens what a process needs and makes sure that the database keeps tenants apart. */
export async function openServices(env: ServicesEnv, name: string): Promise<OpenServices> {
  const log = pino({ level: env.CURIO_LOG_LEVEL, base: { process: name } });
  const onConnectionError = (error: Error) => log.warn({ err: error }, 'database connection lost');
  const tracing = await openTracing(env, name);
  const connection = {
    ...(tracing ? { onStatement: tracing.statement } : {}),
    max: env.CURIO_DB_POOL,
    applicationName: `curio ${name}`,
    onConnectionError,
  };
  const db = createDb(env.DATABASE_URL, connection);
  await reach(() => assertIsolated(db), env.DATABASE_URL);
  const jobs = await openJobs(env.DATABASE_URL, {
    applicationName: `curio ${name} jobs`,
    onError: onConnectionError,
    tracing,
  });
  const usage = createUsageCounter(db, log, {
    recommendations: env.CURIO_QUOTA_RECOMMENDATIONS,
    events: env.CURIO_QUOTA_EVENTS,
    items: env.CURIO_QUOTA_ITEMS,
  });
  return {
    db,
    jobs,
    log,
    secrets: createSecrets(env.CURIO_SECRET),
    storage: openStorage(env),
    usage,
    tracing,
    connection,
    async close() {
      await usage.flush();
      await jobs.stop();
      await db.destroy();
      await tracing?.close();
    },
  };
}

/** An operator can fix what goes wrong on the first connection: the error names the variable. */
async function reach(connect: () => Promise<void>, url: string): Promise<void> {
  try {
    await connect();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) && !(error instanceof AggregateError)) throw error;
    const { host, pathname } = new URL(url);
    const why = error.message || (error instanceof AggregateError ? String(error.errors[0]) : String(error));
    throw new Error(`DATABASE_URL: cannot use the database ${pathname.slice(1)} at ${host}: ${why}`);
  }
}
