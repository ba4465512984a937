import type { ImportSummary, Page, PageQuery } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { earlier, readCursor, toPage } from '../platform/page.ts';
import { summaryColumns, toImportSummary } from './read-import.ts';

/** Newest first. */
export async function listImports(context: Context, projectId: string, query: PageQuery): Promise<Page<ImportSummary>> {
  const list = `imports/${projectId}`;
  const after = readCursor(context, list, query);
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'imports:write', projectId);
    const rows = await trx
      .selectFrom('imports')
      .select(summaryColumns)
      .where('project_id', '=', projectId)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .where(earlier(after))
      .limit(query.limit + 1)
      .execute();
    return toPage(context, list, query, rows, (row) => [row.created_at.toISOString(), row.id], toImportSummary);
  });
}
