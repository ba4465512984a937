import type { RawRecord, Warning } from '@curio/csv';
import { type ImportRow, sql, type Trx } from '@curio/db';
import { toPgText } from '../to-pg-text.ts';

/** A row that is rejected, or kept without some of its cells, as it was read. */
export interface ProblemRow {
  record: RawRecord;
  problem: Omit<Warning, 'column'> & { column?: string };
  kept: boolean;
}

/** Deletes the problem rows of attempts before. */
export async function clearProblems(trx: Trx, row: Pick<ImportRow, 'id'>): Promise<void> {
  await trx.deleteFrom('import_rejections').where('import_id', '=', row.id).execute();
}

export async function storeProblems(trx: Trx, row: ImportRow, problems: readonly ProblemRow[]): Promise<void> {
  const data = problems.map(({ record, problem, kept }) => ({
    line: record.line,
    column_name: problem.column ?? null,
    code: problem.code,
    reason: problem.reason,
    cells: record.cells.map(toPgText),
    kept,
  }));
  await sql`
    insert into import_rejections (workspace_id, import_id, line, column_name, code, reason, cells, kept)
    select ${row.workspace_id}, ${row.id}, line, column_name, code, reason, cells, kept
    from jsonb_to_recordset(${JSON.stringify(data)}::jsonb)
      as r(line bigint, column_name text, code text, reason text, cells text[], kept boolean)
    on conflict do nothing`.execute(trx);
}
