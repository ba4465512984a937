import type { Import, Mapping } from '@curio/contracts';
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
    kind: row.kind as Import['kind'],
    mode: row.mode as Import['mode'],
    filename: row.filename,
    bytes: row.bytes,
    phase: row.phase as Import['phase'],
    detected: row.detected as Import['detected'],
    columns: row.columns as Import['columns'],
    preview: row.preview as Import['preview'],
    mapping: row.mapping as Mapping,
    rows: row.rows as Import['rows'],
    progress: row.progress as Import['progress'],
    rejections: row.rejections as Import['rejections'],
    leftOut: row.left_out as Import['leftOut'],
    problem: row.problem as Import['problem'],
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
