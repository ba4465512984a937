import type { Page, SavedMapping, SavedMappingsQuery } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseWorkspace } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { readCursor, toPage } from '../platform/page.ts';
import { toSavedMapping } from './read-mapping.ts';

/** In the order of their names. */
export async function listMappings(context: Context, query: SavedMappingsQuery): Promise<Page<SavedMapping>> {
  authoriseWorkspace(context, 'imports:write');
  const list = `mappings/${query.kind ?? ''}`;
  const after = readCursor(context, list, query)?.[0] ?? '';
  return tenant(context.db, context, async (trx) => {
    let select = trx.selectFrom('saved_mappings').selectAll().where('name', '>', after);
    if (query.kind) select = select.where('kind', '=', query.kind);
    const rows = await select
      .orderBy('name')
      .limit(query.limit + 1)
      .execute();
    return toPage(context, list, query, rows, (row) => [row.name], toSavedMapping);
  });
}
