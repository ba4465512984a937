import type { Model } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { readModel, toModel } from './read-model.ts';

export async function getModel(context: Context, projectId: string, version: number): Promise<Model> {
  return tenant(context.db, context, async (trx) => {
    const project = await authoriseProject(context, trx, 'models:read', projectId);
    return toModel(await readModel(trx, projectId, version), project);
  });
}
