import type { Project } from '@curio/contracts';
import { appendChange, tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { readProject } from './read-project.ts';

export async function renameProject(context: Context, projectId: string, input: { name: string }): Promise<Project> {
  return tenant(context.db, context, async (trx) => {
    const project = await authoriseProject(context, trx, 'admin', projectId);
    await trx.updateTable('projects').set({ name: input.name }).where('id', '=', projectId).execute();
    await appendChange(trx, project.number, 'project');
    return readProject(trx, { ...project, name: input.name });
  });
}
