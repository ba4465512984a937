import { newId, type Project } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseWorkspace } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';

export async function createProject(context: Context, input: { name: string }): Promise<Project> {
  authoriseWorkspace(context, 'admin');
  return tenant(context.db, context, async (trx) => {
    const row = await trx
      .insertInto('projects')
      .values({ id: newId('project'), workspace_id: context.workspaceId, name: input.name })
      .returningAll()
      .executeTakeFirstOrThrow();
    return {
      id: row.id,
      name: row.name,
      createdAt: row.created_at.toISOString(),
      liveVersion: null,
      counts: { items: 0, users: 0, interactions: 0 },
    };
  });
}
