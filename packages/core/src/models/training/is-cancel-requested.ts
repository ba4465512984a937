import type { JobPayload } from '@curio/contracts';
import { tenant } from '@curio/db';
import type { Context } from '../../platform/context.ts';

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
  // The project was deleted: its training ends as if it had been cancelled.
  return row?.cancel_requested ?? true;
}
