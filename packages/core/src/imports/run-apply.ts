import type { Import, ImportKind } from '@curio/contracts';
import { addCounts, appendChange, type Counts, type Db, type ImportRow, type Trx, tenant } from '@curio/db';
import { markCatalogue } from '../catalogue/items/mark-catalogue.ts';
import type { Context } from '../platform/context.ts';
import { publishEvent } from '../webhooks/publish-event.ts';
import { countRows } from './count-rows.ts';
import { createCataloguer } from './kinds/catalogued-items.ts';
import type { Merged } from './kinds/kind.ts';
import { kinds } from './kinds/kinds.ts';
import { mergeInto } from './merge-into.ts';
import { noRows, problemOf } from './problem-of.ts';
import { type ImportProgress, trackProgress } from './progress/import-progress.ts';
import { recordCustomTypes } from './record-custom-types.ts';
import { withStage } from './staging/open-stage.ts';
import { type Staged, stageRows } from './staging/stage-rows.ts';
import { endTask, lockProject } from './task.ts';

/**
 * Reads the file and checks every row outside of any long transaction, then merges all of it in one: readers see the project
 * before or after (docs/decisions/0901-imports-are-staged.md). When a worker is killed, the worker that takes the job over
 * starts again.
 */
export async function runApply(context: Context, row: ImportRow, signal: AbortSignal): Promise<void> {
  const progress = trackProgress(context, row);
  try {
    await withStage(context.db, (connection) => apply(context, connection, row, progress, signal));
    progress.ended();
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) throw error;
    await tenant(context.db, context, (trx) => reject(context, trx, row, problem, undefined));
  } finally {
    progress.stop();
  }
}

async function apply(
  context: Context,
  connection: Db,
  row: ImportRow,
  progress: ImportProgress,
  signal: AbortSignal,
): Promise<void> {
  const projectNumber = await tenant(connection, context, (trx) => lockProject(trx, row.project_id));
  if (projectNumber === undefined) return;
  const dropUnknown = row.unknown_items === 'drop';
  const catalogued = dropUnknown ? createCataloguer(context, row.project_id) : undefined;
  const staged = await stageRows(connection, row, {
    context,
    projectNumber,
    catalogued,
    dropUnknown,
    progress,
    signal,
  });
  if (staged.kept === 0) return tenant(context.db, context, (trx) => reject(context, trx, row, noRows(staged), staged));

  progress.writing();
  await recordCustomTypes(context, row, projectNumber);
  const { kind } = row;
  const into = mergeInto(row, projectNumber, row);
  await tenant(connection, context, (trx) => kinds[kind].prepare(trx, into));
  signal.throwIfAborted();
  await tenant(connection, context, async (trx) => {
    if ((await lockProject(trx, row.project_id, true)) === undefined) return;
    const merged = await kinds[kind].merge(trx, into);
    const rows = countRows(staged, merged);
    const hasItems = kind === 'items' || merged.newItems > 0;
    const madeCatalogue = hasItems && (await markCatalogue(trx, row.project_id));
    await finish(trx, row, { phase: 'applied', problem: null, rows, staged, madeCatalogue });
    await publishEvent(context, trx, row.project_id, 'import.applied', { importId: row.id, kind, rows });
    // Last but the counts, which lock a row: what serving has of the project is read again when this commits.
    await appendChange(trx, projectNumber, 'catalogue');
    await addCounts(trx, projectNumber, addedRows(kind, merged));
  });
}

function addedRows(kind: ImportKind, merged: Merged): Partial<Counts> {
  const change = { [kind]: merged.new - merged.removed };
  return kind === 'interactions' ? { ...change, users: merged.newUsers, items: merged.newItems } : change;
}

type Problem = NonNullable<Import['problem']>;

async function reject(context: Context, trx: Trx, row: ImportRow, problem: Problem, staged: Staged | undefined) {
  const { code, detail, reading } = problem;
  // With a correction at hand the import waits for the user's choice, as after the upload.
  if (reading) await finish(trx, row, { phase: 'uploaded', problem, rows: null, staged: nothing });
  else {
    const rows = countRows(staged ?? nothing, undefined);
    await finish(trx, row, { phase: 'rejected', problem, rows, staged: staged ?? nothing });
  }
  const { id: importId, kind } = row;
  await publishEvent(context, trx, row.project_id, 'import.rejected', { importId, kind, code, detail });
}

const nothing: Staged = { read: 0, kept: 0, rejected: 0, skipped: 0, rejections: [], leftOut: [] };

interface Outcome {
  phase: 'applied' | 'rejected' | 'uploaded';
  problem: Import['problem'];
  rows: Import['rows'];
  staged: Staged;
  madeCatalogue?: boolean;
}

async function finish(
  trx: Trx,
  row: ImportRow,
  { phase, problem, rows, staged, madeCatalogue = false }: Outcome,
): Promise<void> {
  await endTask(trx, row, {
    phase,
    problem: problem && JSON.stringify(problem),
    rows: rows && JSON.stringify(rows),
    rejections: JSON.stringify(staged.rejections),
    left_out: JSON.stringify(staged.leftOut),
    progress: JSON.stringify({ step: null, percent: phase === 'uploaded' ? 0 : 100, rowsPerSecond: 0, secondsLeft: 0 }),
    made_catalogue: madeCatalogue,
    finished_at: phase === 'uploaded' ? null : new Date(),
  });
}
