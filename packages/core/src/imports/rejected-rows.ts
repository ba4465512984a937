import { writeCsv } from '@curio/csv';
import { type ImportRow, tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { hasProblems, readImport } from './read-import.ts';

const pageRows = 5_000;
/** Columns of the download after those of the file. */
const added = ['line', 'reason'];

/** The rejected rows as CSV, to be fixed and uploaded again: the columns of the file, then the line and the reason. */
export async function rejectedRows(
  context: Context,
  projectId: string,
  importId: string,
): Promise<AsyncIterable<string>> {
  const row = await tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'imports:write', projectId);
    return readImport(trx, projectId, importId);
  });
  return lines(context, row);
}

async function* lines(context: Context, row: ImportRow): AsyncIterable<string> {
  const header = row.columns.map((column) => column.name);
  yield writeCsv([[...header, ...added]]);
  if (!hasProblems(row)) return;
  let after = -1;
  for (;;) {
    const page = await tenant(context.db, context, (trx) =>
      trx
        .selectFrom('import_rejections')
        .select(['line', 'reason', 'cells'])
        .where('import_id', '=', row.id)
        .where('kept', '=', false)
        .where('line', '>', after)
        .orderBy('line')
        .limit(pageRows)
        .execute(),
    );
    if (page.length > 0) {
      yield writeCsv(
        page.map(({ cells, line, reason }) => [
          ...header.map((_, index) => cells[index] ?? ''),
          String(line),
          reason,
          // Surplus cells stay: without them the row would be accepted with data missing.
          ...cells.slice(header.length),
        ]),
      );
    }
    if (page.length < pageRows) return;
    after = page.at(-1)!.line;
  }
}

/** Whether these are the columns of a download of rejected rows, whose formulas are escaped. */
export function isRejectedRows(header: readonly string[]): boolean {
  return header.length > added.length && added.every((name, i) => header[header.length - added.length + i] === name);
}
