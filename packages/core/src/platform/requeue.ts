import type { JobName, JobPayload } from '@curio/contracts';
import { tenant } from '@curio/db';
import type { Context } from './context.ts';

/**
 * Sends a job again on behalf of a process that is stopping. The queue would count a failure as one of the three
 * attempts after which a job goes to the dead-letter queue; a deployment is not a failure of the job.
 */
export async function requeue<N extends JobName>(context: Context, name: N, payload: JobPayload<N>): Promise<void> {
  await tenant(context.db, context, (trx) => context.jobs.send(trx, name, payload, { front: true }));
}
