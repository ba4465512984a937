import { detectedSchema, type Import, type ImportSummary, rowCounts } from '@curio/contracts';
import type { ImportRow, Trx } from '@curio/db';
import { CurioError, notFound } from '../platform/errors.ts';

/** The import's row; `lock` locks it for an update. */
export async function readImport(trx: Trx, projectId: string, importId: string, lock = false): Promise<ImportRow> {
  let select = trx.selectFrom('imports').selectAll().where('id', '=', importId).where('project_id', '=', projectId);
  if (lock) select = select.forUpdate();
  const row = await select.executeTakeFirst();
  if (!row) throw notFound('import');
  return row;
}

/** Throws where retention has deleted the uploaded file, which it does before it deletes the import. */
export function requireUpload(row: Pick<ImportRow, 'upload_deleted_at'>): void {
  if (row.upload_deleted_at) throw new CurioError('conflict', 'The file of this import was deleted. Upload it again.');
}

/** Whether the stored rows with problems are of the present mapping: those of a mapping before are replaced by the next run. */
export function hasProblems(row: Pick<ImportRow, 'rows' | 'dry_run'>): boolean {
  return row.rows !== null || row.dry_run?.status === 'done';
}

/** The columns of `ImportSummary`: without the column previews, which can take hundreds of kilobytes. */
export const summaryColumns = [
  'id',
  'kind',
  'mode',
  'filename',
  'bytes',
  'phase',
  'task',
  'rows',
  'progress',
  'problem',
  'created_at',
  'finished_at',
] as const satisfies (keyof ImportRow)[];

export function toImportSummary(row: Pick<ImportRow, (typeof summaryColumns)[number]>): ImportSummary {
  return {
    id: row.id,
    kind: row.kind,
    mode: row.mode,
    filename: row.filename,
    bytes: row.bytes,
    phase: row.phase,
    task: row.task,
    rows: row.rows && rowCounts.parse(row.rows),
    progress: row.progress,
    problem: row.problem,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

export function toImport(row: ImportRow): Import {
  return {
    ...toImportSummary(row),
    detected: detectedSchema.parse(row.detected),
    recognised: row.detected.recognised ?? null,
    columns: row.columns,
    preview: row.preview,
    mapping: row.mapping,
    rejections: row.rejections,
    leftOut: row.left_out,
    dryRun: row.dry_run,
  };
}
