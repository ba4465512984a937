import type { Import, ImportKind, JobPayload } from '@curio/contracts';
import { CsvError } from '@curio/csv';
import { addCounts, appendChange, type Counts, type ImportRow, TooManyTypes, type Trx, tenant } from '@curio/db';
import type { Context } from '../platform/context.ts';
import { publishEvent } from '../webhooks/publish-event.ts';
import { trackProgress } from './import-progress.ts';
import type { MergeCounts } from './kinds/kind.ts';
import { kinds } from './kinds/kinds.ts';
import { recordCustomTypes } from './record-custom-types.ts';
import { type Staged, stageRows } from './stage-rows.ts';
import { toPgText } from './to-pg-text.ts';

/**
 * Reads the file, checks every row and applies it, all in one transaction: when a worker is killed, its changes are rolled
 * back, and the worker that takes the job over starts again.
 */
export async function runImport(context: Context, job: JobPayload<'import.apply'>, signal: AbortSignal): Promise<void> {
  const row = await claim(context, job);
  if (!row) return;
  const progress = trackProgress(context, row);
  try {
    await tenant(context.db, context, async (trx) => {
      const projectNumber = await lockProject(trx, row.project_id);
      if (projectNumber === undefined) return;
      const staged = await stageRows(context, trx, row, projectNumber, progress, signal);
      if (staged.kept === 0) return finish(context, trx, row, staged, undefined);
      progress.merging();
      await recordCustomTypes(context, row, projectNumber);
      const counts = await kinds[row.kind].merge(trx, {
        workspaceId: row.workspace_id,
        projectId: row.project_id,
        projectNumber,
        importId: row.id,
        importNumber: row.number,
        mode: row.mode ?? 'upsert',
        mapping: row.mapping,
        deduplicate: row.deduplicate,
      });
      await finish(context, trx, row, staged, counts);
      // Last but the counts, which lock a row: what serving has of the project is read again when this commits.
      await appendChange(trx, projectNumber, 'catalogue');
      await addCounts(trx, projectNumber, addedRows(row.kind, counts));
    });
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) throw error;
    await tenant(context.db, context, (trx) =>
      reject(context, trx, row, problem.code, problem.detail, emptyRows, { rejections: [], leftOut: [] }),
    );
  } finally {
    progress.stop();
  }
}

/** The number of the project, which cannot be deleted until the end of the transaction; undefined where it was deleted. */
async function lockProject(trx: Trx, projectId: string): Promise<number | undefined> {
  const project = await trx
    .selectFrom('projects')
    .select('number')
    .where('id', '=', projectId)
    .where('deleted_at', 'is', null)
    .forKeyShare()
    .executeTakeFirst();
  return project?.number;
}

function addedRows(kind: ImportKind, counts: MergeCounts): Partial<Counts> {
  const change = { [kind]: counts.new - counts.removed };
  return kind === 'interactions' ? { ...change, users: counts.newUsers } : change;
}

/** The problem to show for an error that the file caused; undefined for any other error. */
function problemOf(error: unknown): NonNullable<Import['problem']> | undefined {
  if (error instanceof CsvError) return { code: error.code, detail: toPgText(error.message) };
  if (error instanceof TooManyTypes) return { code: 'too-many-types', detail: error.message };
  return undefined;
}

/** Starts an attempt of the import; undefined where the import was deleted or is finished. */
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

const emptyRows = { read: 0, kept: 0, rejected: 0, skipped: 0, new: 0, changed: 0, unchanged: 0, removed: 0 };

async function finish(context: Context, trx: Trx, row: ImportRow, staged: Staged, counts: MergeCounts | undefined) {
  const { read, kept, rejected, skipped } = staged;
  const rows: Import['rows'] = counts
    ? {
        read,
        kept,
        rejected,
        skipped,
        new: counts.new,
        changed: counts.changed,
        unchanged: kept - counts.new - counts.changed,
        removed: counts.removed,
      }
    : { ...emptyRows, read, rejected, skipped };
  if (!counts) {
    const [first] = staged.rejections;
    const detail =
      read === skipped
        ? 'The file has a header but no rows.'
        : `None of the ${rejected} rows could be imported. Line ${first?.firstLine}: ${first?.reason}`;
    return reject(context, trx, row, 'no-rows', detail, rows, staged);
  }
  await resolveImport(trx, row, 'applied', null, rows, staged);
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
  await resolveImport(trx, row, 'rejected', { code, detail }, rows, report);
  await publishEvent(context, trx, row.project_id, 'import.rejected', {
    importId: row.id,
    kind: row.kind,
    code,
    detail,
  });
}

async function resolveImport(
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
  // Another attempt has taken over: the error rolls back this one.
  if (result.numUpdatedRows === 0n) throw new Error(`Import ${row.id}: attempt ${row.attempt} was overtaken`);
}
