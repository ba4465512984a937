import { appendChange, tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';

/**
 * Marks the project as deleted: from now on it is not found. A job deletes its rows and files (`purgeProject`), which
 * takes minutes where there are many.
 */
export async function deleteProject(context: Context, projectId: string): Promise<void> {
  await tenant(context.db, context, async (trx) => {
    const project = await authoriseProject(context, trx, 'admin', projectId);
    const { numUpdatedRows } = await trx
      .updateTable('projects')
      .set({ deleted_at: new Date() })
      .where('id', '=', projectId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    // Of two requests at a time the second finds it marked.
    if (numUpdatedRows === 0n) return;
    await appendChange(trx, project.number, 'project');
    await context.jobs.send(trx, 'project.delete', { workspaceId: context.workspaceId, projectId });
  });
}
