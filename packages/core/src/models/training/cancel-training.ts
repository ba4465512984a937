import type { Model } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { CurioError } from '../../platform/errors.ts';
import { readModel, toModel } from '../registry/read-model.ts';

/** A queued training is cancelled immediately; a running one gets a request to stop, which it obeys within seconds. */
export async function cancelTraining(context: Context, projectId: string, version: number): Promise<Model> {
  return tenant(context.db, context, async (trx) => {
    const project = await authoriseProject(context, trx, 'models:write', projectId);
    const row = await readModel(trx, projectId, version, true);
    if (row.status === 'cancelled') return toModel(row, project);
    if (row.status !== 'queued' && row.status !== 'training') {
      throw new CurioError(
        'conflict',
        `Version ${version} is ${row.status}; only a training under way can be cancelled.`,
      );
    }
    const changed = await trx
      .updateTable('models')
      .set(row.status === 'queued' ? { status: 'cancelled' } : { cancel_requested: true })
      .where('project_id', '=', projectId)
      .where('version', '=', version)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toModel(changed, project);
  });
}
