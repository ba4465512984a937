import { jobPayloads } from '@curio/contracts';
import { markImportFailed } from '@curio/core/imports/mark-import-failed';
import { markTrainingEnded } from '@curio/core/models/training/mark-training-ended';
import { deadLetterQueue } from '@curio/core/platform/jobs/queues';
import { markDeliveryFailed } from '@curio/core/webhooks/mark-delivery-failed';
import { workQueue } from './work-queue.ts';
import type { Worker } from './worker.ts';

const problem = {
  code: 'internal',
  detail:
    'The training stopped unexpectedly several times and was given up. The version that served before still serves.',
};

/** Marks the row of a job as failed that crashed its worker on every attempt. It is not tried again. */
export async function handleDeadLetters(worker: Worker): Promise<void> {
  await workQueue(worker, deadLetterQueue, { total: 1 }, async (job) => {
    const training = jobPayloads['model.train'].safeParse(job.data);
    if (training.success) {
      return markTrainingEnded(worker.contextOf(training.data.workspaceId), training.data, 'failed', problem);
    }
    const delivery = jobPayloads['webhook.deliver'].safeParse(job.data);
    if (delivery.success) return markDeliveryFailed(worker.contextOf(delivery.data.workspaceId), delivery.data);
    const { data } = jobPayloads['import.apply'].safeParse(job.data);
    if (data) await markImportFailed(worker.contextOf(data.workspaceId), data);
  });
}
