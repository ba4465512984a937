import { type JobName, type JobPayload, jobPayloads } from '@curio/contracts';
import type { Trx } from '@curio/db';
import { fromKysely, PgBoss } from 'pg-boss';
import { type Tracing, traceparentOf } from '../tracing/tracing.ts';
import { fairPriority } from './fair-priority.ts';
import { queues } from './queues.ts';

/** Puts jobs into pg-boss. A job is sent in the transaction that changes its row: both happen or neither. */
export interface Jobs {
  send<N extends JobName>(trx: Trx, name: N, payload: JobPayload<N>, options?: SendOptions): Promise<void>;
  /** As `send`, for deliveries of any number of workspaces in one statement. */
  sendDeliveries(trx: Trx, payloads: readonly JobPayload<'webhook.deliver'>[]): Promise<void>;
  /** Jobs of every queue, counted a few seconds ago. */
  depths(): Promise<QueueDepth[]>;
  stop(): Promise<void>;
}

export interface QueueDepth {
  queue: string;
  waiting: number;
  active: number;
  failed: number;
}

export interface SendOptions {
  /** Ahead of the workspace's other jobs: for one that had already been running. */
  front?: boolean;
}

export interface JobsOptions {
  applicationName: string;
  onError(error: Error): void;
  tracing?: Tracing | undefined;
}

/** For processes that only send: no supervision, no schedule, one connection. */
export async function openJobs(url: string, options: JobsOptions): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: options.applicationName,
    max: 1,
    migrate: false,
    createSchema: false,
    supervise: false,
    schedule: false,
  });
  boss.on('error', options.onError);
  await boss.start();
  await ensureQueues(boss);
  return {
    send: (trx, name, payload, { front = false } = {}) => {
      const position = options.tracing?.current();
      return sendJob(boss, trx, name, payload, front, position && traceparentOf(position));
    },
    async sendDeliveries(trx, payloads) {
      const waiting = payloads.map((payload) => {
        const data = jobPayloads['webhook.deliver'].parse(payload);
        return { data, group: { id: data.workspaceId } };
      });
      if (waiting.length > 0) await boss.insert('webhook.deliver', waiting, { db: fromKysely(trx) });
    },
    depths: () => Promise.all(queues.map(({ name }) => depthOf(boss, name))),
    stop: () => boss.stop({ graceful: false }),
  };
}

async function depthOf(boss: PgBoss, queue: string): Promise<QueueDepth> {
  const [counted] = await boss.getQueueStats(queue);
  const { queuedCount = 0, activeCount = 0, failedCount = 0 } = counted ?? {};
  return { queue, waiting: queuedCount, active: activeCount, failed: failedCount };
}

async function sendJob<N extends JobName>(
  boss: PgBoss,
  trx: Trx,
  name: N,
  payload: JobPayload<N>,
  front: boolean,
  traceparent: string | undefined,
): Promise<void> {
  const data = jobPayloads[name].parse(payload);
  // Beside the payload: the worker's span continues the trace.
  const id = await boss.send(name, traceparent === undefined ? data : { ...data, traceparent }, {
    db: fromKysely(trx),
    // Workers limit how many jobs of one group run at a time.
    group: { id: data.workspaceId },
    priority: await fairPriority(trx, name, front),
  });
  if (id === null) throw new Error(`pg-boss did not take the job ${name}`);
}

/** Creates the queues that are missing. Every process that uses them calls it at its start, in any order. */
export async function ensureQueues(boss: PgBoss): Promise<void> {
  for (const queue of queues) if (!(await boss.getQueue(queue.name))) await boss.createQueue(queue.name, queue);
}
