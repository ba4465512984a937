import { fieldsOf, type Item, type Page, type StoredItem, storedValue } from '@curio/contracts';
import { type ItemTableRow, tenant } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { readCursor, toPage } from '../../platform/page.ts';

export interface Search {
  q?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** In the order of their ids; `q` is part of a title or the start of an id. */
export async function listItems(context: Context, projectId: string, query: Search): Promise<Page<Item>> {
  const list = `items/${projectId}`;
  const after = readCursor(context, list, query);
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'recommend', projectId);
    let select = trx
      .selectFrom('items')
      .selectAll()
      .where('project_id', '=', projectId)
      .orderBy('item_id')
      .limit(query.limit + 1);
    if (query.q) {
      const part = likePattern(query.q);
      select = select.where((eb) => eb.or([eb('title', 'ilike', `%${part}%`), eb('item_id', 'like', `${part}%`)]));
    }
    if (after) select = select.where('item_id', '>', after[0]!);
    const rows = await select.execute();
    return toPage(context, list, query, rows, (row) => [row.item_id], toItem);
  });
}

export function likePattern(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}

function toItem(row: ItemTableRow): Item {
  const values = fieldsOf('items').map(([name, field]) => [name, storedValue(field, row)]);
  return { ...(Object.fromEntries(values) as StoredItem), custom: row.custom };
}
