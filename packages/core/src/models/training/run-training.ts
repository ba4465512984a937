import type { JobPayload } from '@curio/contracts';
import { type ModelRow, tenant } from '@curio/db';
import { DataError, train } from '@curio/engine/train';
import type { Context } from '../../platform/context.ts';
import { endTraining } from './end-training.ts';
import { readIncumbent } from './read-incumbent.ts';
import { readSnapshot } from './read-snapshot.ts';
import { registerVersion } from './register-version.ts';
import { openTrainingLog } from './training-log.ts';

export interface TrainingLimits {
  threads: number;
  memoryLimitBytes: number;
}

/**
 * Snapshot, train, register: runs in a separate process. Every write filters by the attempt, so that an earlier process
 * which was taken for dead cannot change the row of the later one.
 */
export async function runTraining(
  context: Context,
  job: JobPayload<'model.train'>,
  limits: TrainingLimits,
  signal: AbortSignal,
): Promise<void> {
  const row = await claim(context, job);
  if (!row) return;
  const lost = new AbortController();
  const stop = AbortSignal.any([signal, lost.signal]);
  const log = openTrainingLog(context, row, () => lost.abort());
  try {
    log.report({ stage: 'Reading the data', percent: 0 });
    const { builder, snapshot } = await readSnapshot(context.db, context, row.project_id, stop);
    const { requested } = row;
    const incumbent = await readIncumbent(context, row.project_id);
    const result = await train(
      builder.build(),
      {
        algorithm: requested.algorithm,
        ...(requested.params ? { params: requested.params } : {}),
        seed: requested.seed,
        budgetSeconds: requested.budgetSeconds,
        threads: limits.threads,
        memoryLimitBytes: limits.memoryLimitBytes,
        ...(incumbent ? { incumbent } : {}),
      },
      { onProgress: (progress) => log.report(progress), signal: stop, now: () => performance.now() },
    );
    log.report({ stage: 'Registering', percent: 99, message: `${result.artifact.length} bytes` });
    await log.close();
    await tenant(context.db, context, (trx) => registerVersion(context, trx, row, result, snapshot));
  } catch (error) {
    await log.close();
    if (lost.signal.aborted) return;
    if (signal.aborted) await resolveTraining(context, row, 'cancelled', null);
    else if (error instanceof DataError)
      await resolveTraining(context, row, 'failed', { code: 'data', detail: error.message });
    else throw error;
  }
}

async function claim(context: Context, job: JobPayload<'model.train'>): Promise<ModelRow | undefined> {
  return tenant(context.db, context, (trx) =>
    trx
      .updateTable('models')
      .set((eb) => ({ status: 'training', attempt: eb('attempt', '+', 1), log: '[]' }))
      .where('project_id', '=', job.projectId)
      .where('version', '=', job.version)
      .where('status', 'in', ['queued', 'training'])
      .returningAll()
      .executeTakeFirst(),
  );
}

async function resolveTraining(
  context: Context,
  row: ModelRow,
  status: 'failed' | 'cancelled',
  problem: { code: string; detail: string } | null,
): Promise<void> {
  await tenant(context.db, context, (trx) => endTraining(context, trx, row, status, problem, row.attempt));
}
