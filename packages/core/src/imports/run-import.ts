import type { Import, ImportMode, JobPayload } from '@curio/contracts';
import { CsvError } from '@curio/csv';
import { type ImportRow, sql, type Trx, tenant } from '@curio/db';
import type { Context } from '../platform/context.ts';
import { publishEvent } from '../webhooks/publish-event.ts';
import { trackProgress } from './import-progress.ts';
import { mergeInteractions } from './kinds/merge-interactions.ts';
import { mergeItems } from './kinds/merge-items.ts';
import { mergeUsers } from './kinds/merge-users.ts';
import { type Staged, stageRows } from './stage-rows.ts';
import { storable } from './storable.ts';

const merge = { items: mergeItems, users: mergeUsers, interactions: mergeInteractions };

/**
 * Reads the file, checks every row and applies it, all in one transaction: a worker killed at any moment leaves
 * nothing half-written, and whoever takes the job over begins again.
 */
export async function runImport(context: Context, job: JobPayload<'import.apply'>, signal: AbortSignal): Promise<void> {
  const row = await claim(context, job);
  if (!row) return;
  const progress = trackProgress(context, row);
  try {
    await tenant(context.db, context, async (trx) => {
      // Held to the end, so that the project cannot be deleted under the import.
      const project =
        await sql`select from projects where id = ${row.project_id} and deleted_at is null for key share`.execute(trx);
      if (project.rows.length === 0) return;
      const staged = await stageRows(context, trx, row, progress, signal);
      if (staged.kept === 0) return finish(context, trx, row, staged, undefined);
      progress.merging();
      const kind = row.kind;
      const counts = await merge[kind](trx, {
        workspaceId: row.workspace_id,
        projectId: row.project_id,
        importId: row.id,
        mode: row.mode as ImportMode,
        mapping: row.mapping,
      });
      await finish(context, trx, row, staged, counts);
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    await tenant(context.db, context, (trx) =>
      reject(context, trx, row, error.code, storable(error.message), emptyRows, { rejections: [], leftOut: [] }),
    );
  } finally {
    progress.stop();
  }
}

/** Takes the import for this attempt; nothing where it was deleted or is done already. */
async function claim(context: Context, job: JobPayload<'import.apply'>): Promise<ImportRow | undefined> {
  return tenant(context.db, context, (trx) =>
    trx
      .updateTable('imports')
      .set((eb) => ({ phase: 'applying', attempt: eb('attempt', '+', 1) }))
      .where('id', '=', job.importId)
      .where('phase', 'in', ['queued', 'applying'])
      .returningAll()
      .executeTakeFirst(),
  );
}

type Report = Pick<Import, 'rejections' | 'leftOut'>;

export interface MergeCounts {
  new: number;
  changed: number;
  removed: number;
}

const emptyRows = { read: 0, kept: 0, rejected: 0, new: 0, changed: 0, unchanged: 0, removed: 0 };

async function finish(context: Context, trx: Trx, row: ImportRow, staged: Staged, counts: MergeCounts | undefined) {
  const { read, kept, rejected } = staged;
  const rows: Import['rows'] = counts
    ? { read, kept, rejected, ...counts, unchanged: kept - counts.new - counts.changed }
    : { ...emptyRows, read, rejected };
  if (!counts) {
    const [first] = staged.rejections;
    const detail =
      read === 0
        ? 'The file has a header but no rows.'
        : `None of the ${read} rows could be taken. Line ${first?.firstLine}: ${first?.reason}`;
    return reject(context, trx, row, 'no-rows', detail, rows, staged);
  }
  await settle(trx, row, 'applied', null, rows, staged);
  await publishEvent(context, trx, row.project_id, 'import.applied', { importId: row.id, kind: row.kind, rows });
}

async function reject(
  context: Context,
  trx: Trx,
  row: ImportRow,
  code: string,
  detail: string,
  rows: Import['rows'],
  report: Report,
) {
  await settle(trx, row, 'rejected', { code, detail }, rows, report);
  await publishEvent(context, trx, row.project_id, 'import.rejected', {
    importId: row.id,
    kind: row.kind,
    code,
    detail,
  });
}

async function settle(
  trx: Trx,
  row: ImportRow,
  phase: 'applied' | 'rejected',
  problem: Import['problem'],
  rows: Import['rows'],
  report: Report,
) {
  const result = await trx
    .updateTable('imports')
    .set({
      phase,
      problem: problem && JSON.stringify(problem),
      rows: JSON.stringify(rows),
      rejections: JSON.stringify(report.rejections),
      left_out: JSON.stringify(report.leftOut),
      progress: JSON.stringify({ percent: 100, rowsPerSecond: 0, secondsLeft: 0 }),
      finished_at: new Date(),
    })
    .where('id', '=', row.id)
    .where('attempt', '=', row.attempt)
    .where('phase', '=', 'applying')
    .executeTakeFirst();
  // Another attempt has taken over: what this one did is rolled back.
  if (result.numUpdatedRows === 0n) throw new Error(`Import ${row.id}: attempt ${row.attempt} was overtaken`);
}
