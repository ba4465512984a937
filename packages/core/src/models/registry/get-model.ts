import type { Model } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { toModel } from './read-model.ts';

export async function getModel(context: Context, projectId: string, version: number): Promise<Model> {
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'models:read', projectId);
    // Version and aliases in one statement: registering changes both in one transaction, and two statements could see
    // it ready and not yet live.
    const row = await trx
      .selectFrom('models')
      .innerJoin('projects', 'projects.id', 'models.project_id')
      .selectAll('models')
      .select(['projects.live_version', 'projects.previous_version'])
      .where('models.project_id', '=', projectId)
      .where('models.version', '=', version)
      .executeTakeFirst();
    if (!row) throw notFound('model version');
    return toModel(row, row);
  });
}
