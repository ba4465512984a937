import type { JobPayload } from '@curio/contracts';
import { tenant } from '@curio/db';
import type { Context } from '../platform/context.ts';

/** Marks an import as failed after its job has repeatedly stopped its worker. None of its rows were applied. */
export async function markImportFailed(context: Context, job: JobPayload<'import.apply'>): Promise<void> {
  const problem = {
    code: 'internal',
    detail:
      'The import stopped unexpectedly several times and will not be retried. No data was changed. Apply it again, or upload a smaller file.',
  };
  await tenant(context.db, context, (trx) =>
    trx
      .updateTable('imports')
      .set({ phase: 'failed', problem: JSON.stringify(problem), finished_at: new Date() })
      .where('id', '=', job.importId)
      .where('phase', 'in', ['queued', 'applying'])
      .execute(),
  );
}
