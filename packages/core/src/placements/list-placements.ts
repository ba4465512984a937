import type { Page, PageQuery, Placement } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { readCursor, toPage } from '../platform/page.ts';
import { readPlacement } from './read-placement.ts';

/** In the order of their names. */
export async function listPlacements(context: Context, projectId: string, query: PageQuery): Promise<Page<Placement>> {
  const list = `placements/${projectId}`;
  const after = readCursor(context, list, query)?.[0] ?? '';
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'models:read', projectId);
    const rows = await trx
      .selectFrom('placements')
      .selectAll()
      .where('project_id', '=', projectId)
      .where('name', '>', after)
      .orderBy('name')
      .limit(query.limit + 1)
      .execute();
    return toPage(context, list, query, rows, (row) => [row.name], readPlacement);
  });
}
