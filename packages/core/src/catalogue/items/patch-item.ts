import type { Item, ItemInput } from '@curio/contracts';
import { type ItemTableRow, sql, type Trx } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { type ApplyChange, writeRows } from '../../platform/write-rows.ts';
import { mergedCustom } from '../custom/merged-custom.ts';
import { requireCustom, requireSameId } from '../custom/require-custom.ts';
import { givenColumns, type ItemRecord, recordColumns, toItem } from './item-columns.ts';

/** Changes the fields that are given, own fields one by one; null removes a value. */
export async function patchItem(
  context: Context,
  projectId: string,
  itemId: string,
  input: ItemInput,
  apply: ApplyChange,
): Promise<Item> {
  requireSameId('itemId', itemId, input.itemId);
  await context.usage.requireQuota(context.workspaceId, 'items', 1);
  const item = await writeRows(context, apply, async (trx, change) => {
    const project = await authoriseProject(context, trx, 'catalogue:write', projectId, true);
    const custom = await requireCustom(trx, change, project, 'items', input.custom);
    const row = await update(trx, projectId, { ...givenColumns(input), item_id: itemId, custom });
    if (!row) throw notFound('item');
    await change(project.number, 'item', [itemId]);
    return toItem(row);
  });
  context.usage.count(context.workspaceId, projectId, 'items', 1);
  return item;
}

async function update(trx: Trx, projectId: string, { item_id, custom, ...given }: ItemRecord) {
  const changed = Object.keys(given).map((column) => sql`${sql.ref(column)} = given.${sql.ref(column)}, `);
  const { rows } = await sql<ItemTableRow>`
    update items i set ${sql.join(changed, sql``)} custom = ${mergedCustom(sql`i.custom`, custom)},
      import_id = null, updated_at = now()
    from jsonb_to_recordset(${JSON.stringify([given])}::jsonb) as given(${recordColumns})
    where i.project_id = ${projectId} and i.item_id = ${item_id} returning i.*`.execute(trx);
  return rows[0];
}
