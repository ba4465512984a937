import { addCounts } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { type ApplyChange, writeRows } from '../../platform/write-rows.ts';

/** Deletes the item, whether or not there is one. Its interactions stay: they say what its users like. */
export async function deleteItem(
  context: Context,
  projectId: string,
  itemId: string,
  apply: ApplyChange,
): Promise<void> {
  await writeRows(context, apply, async (trx, change) => {
    const project = await authoriseProject(context, trx, 'catalogue:write', projectId, true);
    const { numDeletedRows } = await trx
      .deleteFrom('items')
      .where('project_id', '=', projectId)
      .where('item_id', '=', itemId)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return;
    await addCounts(trx, project.number, { items: -1 });
    await change(project.number, 'item', [itemId]);
  });
}
