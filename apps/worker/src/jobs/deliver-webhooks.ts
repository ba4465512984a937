import { jobPayloads } from '@curio/contracts';
import { DeliveryError, deliverWebhook } from '@curio/core/webhooks/deliver-webhook';
import type { DestinationPolicy } from '@curio/core/webhooks/destination';
import { workQueue } from './work-queue.ts';
import type { Worker } from './worker.ts';

// A slot waits for a receiver up to 15 s. The receivers of one workspace can occupy a quarter of the slots.
const slots = { total: 16, perWorkspace: 4 };

export async function deliverWebhooks(worker: Worker, destinations: DestinationPolicy): Promise<void> {
  await workQueue(worker, 'webhook.deliver', slots, async (job) => {
    const payload = jobPayloads['webhook.deliver'].parse(job.data);
    const context = worker.contextOf(payload.workspaceId);
    try {
      await deliverWebhook(context, payload, destinations, job.retryCount >= job.retryLimit);
    } catch (error) {
      // What a receiver does is in the delivery's row; only our own faults are news.
      if (!(error instanceof DeliveryError)) context.log.error({ err: error, ...payload }, 'delivery stopped');
      throw error;
    }
  });
}
