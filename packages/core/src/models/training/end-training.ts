import type { Trx } from '@curio/db';
import type { Context } from '../../platform/context.ts';
import { publishEvent } from '../../webhooks/publish-event.ts';

/** Ends a training without a model; `attempt` undefined ends whichever attempt it is. */
export async function endTraining(
  context: Context,
  trx: Trx,
  model: { project_id: string; version: number },
  status: 'failed' | 'cancelled',
  problem: { code: string; detail: string } | null,
  attempt?: number,
): Promise<void> {
  let update = trx
    .updateTable('models')
    .set({ status, problem: problem && JSON.stringify(problem) })
    .where('project_id', '=', model.project_id)
    .where('version', '=', model.version)
    .where('status', 'in', ['queued', 'training']);
  if (attempt !== undefined) update = update.where('attempt', '=', attempt);
  const { numUpdatedRows } = await update.executeTakeFirst();
  if (numUpdatedRows > 0n && status === 'failed') {
    await publishEvent(context, trx, model.project_id, 'model.failed', { version: model.version, ...problem });
  }
}
