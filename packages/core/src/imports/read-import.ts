import type { Import } from '@curio/contracts';
import type { ImportRow, Trx } from '@curio/db';
import { notFound } from '../platform/errors.ts';

/** The import's row, locked where it is about to change. */
export async function readImport(trx: Trx, projectId: string, importId: string, lock = false): Promise<ImportRow> {
  let select = trx.selectFrom('imports').selectAll().where('id', '=', importId).where('project_id', '=', projectId);
  if (lock) select = select.forUpdate();
  const row = await select.executeTakeFirst();
  if (!row) throw notFound('import');
  return row;
}

/** The row as the API shows it. */
export function toImport(row: ImportRow): Import {
  return {
    id: row.id,
    kind: row.kind,
    mode: row.mode,
    filename: row.filename,
    bytes: row.bytes,
    phase: row.phase,
    detected: row.detected,
    columns: row.columns,
    preview: row.preview,
    mapping: row.mapping,
    rows: row.rows,
    progress: row.progress,
    rejections: row.rejections,
    leftOut: row.left_out,
    problem: row.problem,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
