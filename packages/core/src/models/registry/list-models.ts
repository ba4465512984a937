import type { ModelSummary, Page, PageQuery } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { readCursor, toPage } from '../../platform/page.ts';
import { summaryColumns, toModelSummary } from './read-model.ts';

/** Newest version first. */
export async function listModels(context: Context, projectId: string, query: PageQuery): Promise<Page<ModelSummary>> {
  const list = `models/${projectId}`;
  const after = readCursor(context, list, query);
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'models:read', projectId);
    let select = trx
      .selectFrom('models')
      .innerJoin('projects', 'projects.id', 'models.project_id')
      .select(summaryColumns.map((column) => `models.${column}` as const))
      .select(['projects.live_version', 'projects.previous_version'])
      .where('models.project_id', '=', projectId)
      .orderBy('models.version', 'desc')
      .limit(query.limit + 1);
    if (after) select = select.where('models.version', '<', Number(after[0]));
    const rows = await select.execute();
    return toPage(
      context,
      list,
      query,
      rows,
      (row) => [row.version],
      (row) => toModelSummary(row, row),
    );
  });
}
