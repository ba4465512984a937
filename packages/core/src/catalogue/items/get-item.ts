import type { Item } from '@curio/contracts';
import { type Trx, tenant } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { toItem } from './item-columns.ts';

export async function getItem(context: Context, projectId: string, itemId: string): Promise<Item> {
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, ['catalogue:read', 'catalogue:write'], projectId);
    return readItem(trx, projectId, itemId);
  });
}

export async function readItem(trx: Trx, projectId: string, itemId: string): Promise<Item> {
  const row = await trx
    .selectFrom('items')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('item_id', '=', itemId)
    .executeTakeFirst();
  if (!row) throw notFound('item');
  return toItem(row);
}
