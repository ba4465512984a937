import type { Item, ItemInput } from '@curio/contracts';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { type ApplyChange, writeRows } from '../../platform/write-rows.ts';
import { requireCustom, requireSameId, withoutNulls } from '../custom/require-custom.ts';
import { readItem } from './get-item.ts';
import { everyColumn } from './item-columns.ts';
import { writeItems } from './write-items.ts';

/** Stores the item as given: a field that is left out has no value afterwards. */
export async function putItem(
  context: Context,
  projectId: string,
  itemId: string,
  input: ItemInput,
  apply: ApplyChange,
): Promise<{ item: Item; created: boolean }> {
  requireSameId('itemId', itemId, input.itemId);
  await context.usage.requireQuota(context.workspaceId, 'items', 1);
  const written = await writeRows(context, apply, async (trx, change) => {
    const project = await authoriseProject(context, trx, 'catalogue:write', projectId, true);
    const custom = withoutNulls(await requireCustom(trx, change, project, 'items', input.custom));
    const added = await writeItems(trx, project, [{ ...everyColumn(input), item_id: itemId, custom }]);
    await change(project.number, 'item', [itemId]);
    return { item: await readItem(trx, projectId, itemId), created: added > 0 };
  });
  context.usage.count(context.workspaceId, projectId, 'items', 1);
  return written;
}
