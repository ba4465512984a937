import type { DryRun } from '@curio/contracts';
import { type ImportRow, type Trx, tenant } from '@curio/db';
import type { Context } from '../platform/context.ts';
import { countRows } from './count-rows.ts';
import { createParsedExamples } from './dry-run/parsed-examples.ts';
import { createCataloguer } from './kinds/catalogued-items.ts';
import { kinds } from './kinds/kinds.ts';
import { mergeInto } from './merge-into.ts';
import { noRows, problemOf } from './problem-of.ts';
import { type ImportProgress, trackProgress } from './progress/import-progress.ts';
import { withStage } from './staging/open-stage.ts';
import { stageRows } from './staging/stage-rows.ts';
import { endTask, lockProject } from './task.ts';

/**
 * Reads and checks the whole file and counts what an apply would do now, by the same statements. Changes no item, user or
 * interaction; the rows with problems are stored, to be listed.
 */
export async function runDryRun(context: Context, row: ImportRow, signal: AbortSignal): Promise<void> {
  if (!row.dry_run) return;
  const asked = row.dry_run;
  const progress = trackProgress(context, row);
  const finish = (result: Partial<DryRun>) =>
    tenant(context.db, context, (trx) => finishDryRun(trx, row, { ...asked, ...result }));
  try {
    await finish(await run(context, row, asked, progress, signal));
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) throw error;
    await finish({ status: 'failed', problem });
  } finally {
    progress.stop();
  }
}

function run(
  context: Context,
  row: ImportRow,
  asked: DryRun,
  progress: ImportProgress,
  signal: AbortSignal,
): Promise<Partial<DryRun>> {
  return withStage(context.db, async (connection) => {
    const projectNumber = await tenant(connection, context, (trx) => lockProject(trx, row.project_id));
    if (projectNumber === undefined) return { status: 'failed' };
    const catalogued = row.kind === 'interactions' ? createCataloguer(context, row.project_id) : undefined;
    const examples = createParsedExamples(row);
    const dropUnknown = asked.unknownItems === 'drop';
    const { onRow } = examples;
    const options = { context, projectNumber, catalogued, dropUnknown, progress, signal, onRow };
    const staged = await stageRows(connection, row, options);
    progress.writing();
    const { rejections, leftOut } = staged;
    const found = { status: 'done', rejections, leftOut, parsed: examples.found() } as const;
    const overlap = catalogued?.overlap() ?? null;
    if (staged.kept === 0) return { ...found, overlap, problem: noRows(staged), rows: countRows(staged, undefined) };

    const { kind } = row;
    const into = mergeInto(row, projectNumber, { ...asked, unknown_items: asked.unknownItems });
    return tenant(connection, context, async (trx) => {
      await kinds[kind].prepare(trx, into);
      const counts = await kinds[kind].count(trx, into);
      const changes = await kinds[kind].sample(trx, into);
      return { ...found, overlap, changes, rows: countRows(staged, counts) };
    });
  });
}

async function finishDryRun(trx: Trx, row: ImportRow, dryRun: DryRun): Promise<void> {
  await endTask(trx, row, {
    dry_run: JSON.stringify({ ...dryRun, finishedAt: new Date().toISOString() }),
    progress: JSON.stringify({ step: null, percent: 100, rowsPerSecond: 0, secondsLeft: 0 }),
  });
}
