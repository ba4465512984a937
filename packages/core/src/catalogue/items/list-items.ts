import type { Item, Page } from '@curio/contracts';
import { type ItemTableRow, sql, tenant } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { readCursor, toPage } from '../../platform/page.ts';
import { likePattern, type Search } from '../search.ts';
import { toItem } from './item-columns.ts';

/** Items in the order of their ids. `q` matches a part of a title or the start of an id. */
export async function listItems(context: Context, projectId: string, query: Search): Promise<Page<Item>> {
  const list = `items/${projectId}`;
  const after = readCursor(context, list, query)?.[0] ?? '';
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, ['catalogue:read', 'catalogue:write'], projectId);
    const source = query.q
      ? sql`search_items(${projectId}, ${`%${likePattern(query.q)}%`}, ${query.q}, ${after}, ${query.limit + 1})`
      : sql`items where project_id = ${projectId} and item_id > ${after} order by item_id limit ${query.limit + 1}`;
    const { rows } = await sql<ItemTableRow>`select * from ${source}`.execute(trx);
    return toPage(context, list, query, rows, (row) => [row.item_id], toItem);
  });
}
