import type { JobPayload } from '@curio/contracts';
import { tenant } from '@curio/db';
import type { Context } from '../../platform/context.ts';
import { endTraining } from './end-training.ts';

/** Ends a training from outside its process: it was cancelled and did not stop, or its process failed too often. */
export async function markTrainingEnded(
  context: Context,
  job: JobPayload<'model.train'>,
  status: 'failed' | 'cancelled',
  problem: { code: string; detail: string } | null,
): Promise<void> {
  await tenant(context.db, context, (trx) =>
    endTraining(context, trx, { project_id: job.projectId, version: job.version }, status, problem),
  );
}
