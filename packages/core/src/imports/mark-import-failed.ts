import type { JobPayload } from '@curio/contracts';
import { tenant } from '@curio/db';
import type { Context } from '../platform/context.ts';

/** Marks an import whose job stopped its worker again and again as failed. Nothing of it was applied. */
export async function markImportFailed(context: Context, job: JobPayload<'import.apply'>): Promise<void> {
  const problem = {
    code: 'internal',
    detail:
      'The import stopped unexpectedly several times and was given up. Nothing was changed. Try again, or with a smaller file.',
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
