import type { ImportProblem, Page, ProblemsQuery } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { readCursor, toPage } from '../platform/page.ts';
import { hasProblems, readImport } from './read-import.ts';

/** Rows that the last dry run or apply has rejected, or kept without some cells, in the order of the file. */
export async function listProblems(
  context: Context,
  projectId: string,
  importId: string,
  query: ProblemsQuery,
): Promise<Page<ImportProblem>> {
  const list = `imports/${importId}/problems`;
  const [after] = readCursor(context, list, query) ?? [];
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'imports:write', projectId);
    const row = await readImport(trx, projectId, importId);
    if (!hasProblems(row)) return { data: [], nextCursor: null };
    let select = trx
      .selectFrom('import_rejections')
      .select(['line', 'column_name', 'code', 'reason', 'kept', 'cells'])
      .where('import_id', '=', importId)
      .orderBy('line')
      .limit(query.limit + 1);
    if (after !== undefined) select = select.where('line', '>', Number(after));
    if (query.column !== undefined) select = select.where('column_name', '=', query.column);
    if (query.code !== undefined) select = select.where('code', '=', query.code);
    const rows = await select.execute();
    return toPage(
      context,
      list,
      query,
      rows,
      ({ line }) => [line],
      ({ line, column_name: column, code, reason, kept, cells }) => ({ line, column, code, reason, kept, cells }),
    );
  });
}
