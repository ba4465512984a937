import type { JobPayload } from '@curio/contracts';
import { tenant } from '@curio/db';
import type { Context } from '../../platform/context.ts';
import { endTraining } from './end-training.ts';

/** Ends a training from outside its process: it was cancelled and did not stop, or its process died for good. */
export async function abandonTraining(
  context: Context,
  job: JobPayload<'model.train'>,
  status: 'failed' | 'cancelled',
  problem: { code: string; detail: string } | null,
): Promise<void> {
  await tenant(context.db, context, (trx) =>
    endTraining(context, trx, { project_id: job.projectId, version: job.version }, status, problem),
  );
}

export async function isCancelRequested(context: Context, job: JobPayload<'model.train'>): Promise<boolean> {
  const row = await tenant(context.db, context, (trx) =>
    trx
      .selectFrom('models')
      .innerJoin('projects', 'projects.id', 'models.project_id')
      .select('cancel_requested')
      .where('project_id', '=', job.projectId)
      .where('deleted_at', 'is', null)
      .where('version', '=', job.version)
      .executeTakeFirst(),
  );
  // A row that is gone wants no training either.
  return row?.cancel_requested ?? true;
}
