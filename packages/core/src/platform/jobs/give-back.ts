import type { JobName, JobPayload } from '@curio/contracts';
import { tenant } from '@curio/db';
import type { Context } from '../context.ts';

/**
 * Sends the work of a process that is stopping as a new job, for whoever is up next. To stop is not the job's fault: as a
 * failure it would count as one of the three that bury it.
 */
export async function giveBack<N extends JobName>(context: Context, name: N, payload: JobPayload<N>): Promise<void> {
  await tenant(context.db, context, (trx) => context.jobs.send(trx, name, payload));
}
