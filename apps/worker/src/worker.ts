import { readEnv, stopWith } from '@curio/core/platform/env';
import { ensureQueues } from '@curio/core/platform/jobs/jobs';
import { openServices } from '@curio/core/platform/services';
import { pruneChanges } from '@curio/core/retention/prune-changes';
import { createDestinationPolicy } from '@curio/core/webhooks/destination';
import { PgBoss } from 'pg-boss';
import { workerEnv } from './config/env.ts';
import { applyImports } from './jobs/apply-imports.ts';
import { scheduleRetention } from './jobs/apply-retention.ts';
import { deliverWebhooks } from './jobs/deliver-webhooks.ts';
import { handleDeadLetters } from './jobs/handle-dead-letters.ts';
import { purgeProjects } from './jobs/purge-projects.ts';
import { trainModels } from './jobs/train-models.ts';
import type { Worker } from './jobs/worker.ts';

const stopWithinMs = 25_000;

async function main(): Promise<void> {
  const env = readEnv(workerEnv, process.env);
  const services = await openServices(env, 'worker');
  const { log } = services;
  const boss = new PgBoss({
    connectionString: env.DATABASE_URL,
    application_name: 'curio worker queue',
    max: 4,
    migrate: false,
    createSchema: false,
    useListenNotify: true,
    // A killed worker's jobs are found within seconds, not within the default minute.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    // The app's role owns no index; the operator's own maintenance rebuilds them.
    reindex: false,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'queue'));
  boss.on('warning', (warning) => log.warn({ warning }, 'queue'));
  await boss.start();
  await ensureQueues(boss);

  const worker: Worker = {
    boss,
    tracing: services.tracing,
    contextOf: (workspaceId) => ({ ...services, workspaceId, actor: { kind: 'system' } }),
  };
  const stopping = new AbortController();
  await applyImports(worker, env, stopping.signal);
  await trainModels(worker, env, stopping.signal);
  await deliverWebhooks(worker, createDestinationPolicy({ allowPrivate: env.CURIO_WEBHOOKS_ALLOW_PRIVATE }));
  await purgeProjects(worker, stopping.signal);
  await handleDeadLetters(worker);
  scheduleRetention(services, env, stopping.signal);
  pruneChanges(services);
  log.info('worker ready');

  /** What runs is stopped and goes back to the queue; another worker, or this one when it is up again, takes it over. */
  async function stop(): Promise<void> {
    if (stopping.signal.aborted) return;
    stopping.abort(new Error('The worker is stopping'));
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    await boss.stop({ graceful: true, timeout: stopWithinMs - 5_000 });
    await services.close();
    process.exit(0);
  }
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

main().catch(stopWith);
