import { inSpan, type SpanStart } from '@curio/core/platform/tracing/tracing';
import type { JobWithMetadata } from 'pg-boss';
import { z } from 'zod';
import type { Worker } from './worker.ts';

/** How many jobs of a queue run at a time: in this process, and of one workspace in all processes together. */
export interface Slots {
  total: number;
  perWorkspace?: number;
}

const pollSeconds = 2;

/**
 * Runs the jobs of a queue. pg-boss notifies only when a job is added, not when a retry is due or a job is taken over
 * from a worker that died, and keeps only one of the notices that come during a job. So a slot asks for another job as
 * soon as its job ends, and every 2 s besides (the default is 30 s).
 */
export async function workQueue(
  { boss, tracing }: Pick<Worker, 'boss' | 'tracing'>,
  queue: string,
  slots: Slots,
  handle: (job: JobWithMetadata<unknown>) => Promise<void>,
): Promise<void> {
  const options = {
    includeMetadata: true,
    notifyPollingIntervalSeconds: pollSeconds,
    ...(slots.perWorkspace === undefined ? {} : { groupConcurrency: slots.perWorkspace }),
  } as const;
  for (let i = 0; i < slots.total; i++) {
    const id: string = await boss.work<unknown, void, typeof options>(queue, options, async ([job]) => {
      try {
        if (job) await inSpan(tracing, startOf(queue, job), () => handle(job));
      } finally {
        boss.notifyWorker(id);
      }
    });
  }
}

/** Leaves a slot free for other workspaces, where there is more than one. */
export function shareSlots(total: number): Slots {
  return { total, perWorkspace: Math.max(1, total - 1) };
}

const traced = z.object({ traceparent: z.string() });

/** The span of a job continues the trace of the request that sent it. */
function startOf(queue: string, { id, data, retryCount }: JobWithMetadata<unknown>): SpanStart {
  return {
    name: `process ${queue}`,
    kind: 'consumer',
    traceparent: traced.safeParse(data).data?.traceparent,
    attributes: {
      'messaging.operation.name': 'process',
      'messaging.destination.name': queue,
      'messaging.message.id': id,
      'curio.job.retries': retryCount,
    },
  };
}
