import { tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';

/**
 * Deletes the project and all that is its. Jobs of the project that wait find nothing to do; one that runs finds its
 * row gone at its next write and stops.
 */
export async function deleteProject(context: Context, projectId: string): Promise<void> {
  const uploads = await tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'admin', projectId);
    const imports = await trx.selectFrom('imports').select('storage_key').where('project_id', '=', projectId).execute();
    // First the row that an import holds while it applies: it ends before or finds its project gone.
    await trx.deleteFrom('projects').where('id', '=', projectId).execute();
    await trx.deleteFrom('interactions').where('project_id', '=', projectId).execute();
    await trx.deleteFrom('users').where('project_id', '=', projectId).execute();
    await trx.deleteFrom('items').where('project_id', '=', projectId).execute();
    return imports.map((row) => row.storage_key);
  });
  for (const key of uploads) await context.storage.remove(key);
}
