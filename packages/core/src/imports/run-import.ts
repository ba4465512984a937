import type { JobPayload } from '@curio/contracts';
import { tenant } from '@curio/db';
import type { Context } from '../platform/context.ts';
import { runApply } from './run-apply.ts';
import { runDryRun } from './run-dry-run.ts';
import { runUndo } from './run-undo.ts';
import { claimTask, Overtaken } from './task.ts';

const runs = { apply: runApply, 'dry-run': runDryRun, undo: runUndo };

/** Runs the task of an import: apply, dry run or undo. Does nothing where it is finished, or another task has replaced it. */
export async function runImport(context: Context, job: JobPayload<'import.apply'>, signal: AbortSignal): Promise<void> {
  const row = await claimTask(context, job);
  if (!row) return;
  try {
    await runs[job.task](context, row, signal);
  } catch (error) {
    if (error instanceof Overtaken && (await isReplaced(context, job))) return;
    throw error;
  }
}

/** Whether the task is no longer asked for. An attempt that another one has overtaken fails, so that its job stays. */
async function isReplaced(context: Context, { importId, task }: JobPayload<'import.apply'>): Promise<boolean> {
  const current = await tenant(context.db, context, (trx) =>
    trx.selectFrom('imports').select('task').where('id', '=', importId).executeTakeFirst(),
  );
  return current?.task !== task;
}
