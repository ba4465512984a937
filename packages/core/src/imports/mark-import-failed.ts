import type { JobPayload } from '@curio/contracts';
import { sql, tenant } from '@curio/db';
import type { Context } from '../platform/context.ts';

const problem = (task: string, advice: string) =>
  JSON.stringify({
    code: 'internal',
    detail: `The ${task} stopped unexpectedly several times and will not be retried. No data was changed. ${advice}`,
  });
const ofDryRun = {
  status: 'failed',
  problem: JSON.parse(problem('dry run', 'Try it again, or upload a smaller file.')),
};
const ends = {
  apply: {
    phase: 'failed',
    problem: problem('import', 'Apply it again, or upload a smaller file.'),
    finished_at: sql<Date>`now()`,
  },
  'dry-run': { dry_run: sql<string>`dry_run || ${JSON.stringify(ofDryRun)}::jsonb` },
  undo: { problem: problem('undo', 'Undo the import again.') },
} as const;

/** Ends the task of an import after its job has repeatedly stopped its worker. None of the project's rows were changed. */
export async function markImportFailed(context: Context, job: JobPayload<'import.apply'>): Promise<void> {
  await tenant(context.db, context, (trx) =>
    trx
      .updateTable('imports')
      .set({ task: null, ...ends[job.task] })
      .where('id', '=', job.importId)
      .where('task', '=', job.task)
      .execute(),
  );
}
