import type { Project } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { readProject } from './read-project.ts';

export async function getProject(context: Context, projectId: string): Promise<Project> {
  return tenant(context.db, context, async (trx) =>
    readProject(trx, await authoriseProject(context, trx, 'models:read', projectId)),
  );
}
