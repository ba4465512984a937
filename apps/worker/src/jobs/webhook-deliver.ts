import { jobPayloads } from '@curio/contracts';
import { DeliveryError, deliverWebhook } from '@curio/core/webhooks/deliver-webhook';
import type { DestinationPolicy } from '@curio/core/webhooks/destination';
import type { Worker } from '../worker.ts';
import { workPromptly } from './work-promptly.ts';

const atOnce = 4;

export async function deliverWebhooks(worker: Worker, destinations: DestinationPolicy): Promise<void> {
  await workPromptly(worker.boss, 'webhook.deliver', atOnce, async (job) => {
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
