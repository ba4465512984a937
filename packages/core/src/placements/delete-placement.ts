import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { type ApplyChange, writeRows } from '../platform/write-rows.ts';

/** Deletes the placement, whether or not there is one: queries that name it are refused from then on. */
export async function deletePlacement(
  context: Context,
  projectId: string,
  name: string,
  apply: ApplyChange,
): Promise<void> {
  await writeRows(context, apply, async (trx, change) => {
    const project = await authoriseProject(context, trx, 'models:write', projectId, true);
    const { numDeletedRows } = await trx
      .deleteFrom('placements')
      .where('project_id', '=', projectId)
      .where('name', '=', name)
      .executeTakeFirst();
    if (numDeletedRows > 0n) await change(project.number, 'project');
  });
}
