import type { JobPayload } from '@curio/contracts';
import { type ModelRow, type Trx, tenant } from '@curio/db';
import { DataError, type TrainResult, train } from '@curio/engine/train';
import { writeArtifact } from '@curio/serving/models/artifact-store';
import type { Context } from '../../platform/context.ts';
import { publishEvent } from '../../webhooks/publish-event.ts';
import { decidePromotion } from '../promotion/decide-promotion.ts';
import { moveLive } from '../promotion/promote-model.ts';
import { endTraining } from './end-training.ts';
import { readIncumbent } from './read-incumbent.ts';
import { readSnapshot } from './read-snapshot.ts';
import { openTrainingLog } from './training-log.ts';

export interface TrainingLimits {
  threads: number;
  memoryLimitBytes: number;
}

/**
 * Snapshot, train, register: runs in a process of its own. Every write names the attempt, so that a process that was
 * thought dead cannot disturb the one that took over.
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
    await tenant(context.db, context, (trx) => register(context, trx, row, result, snapshot));
  } catch (error) {
    await log.close();
    if (lost.signal.aborted) return;
    if (signal.aborted) await settle(context, row, 'cancelled', null);
    else if (error instanceof DataError) await settle(context, row, 'failed', { code: 'data', detail: error.message });
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

/** Artifact, version, alias and event in one transaction: a kill at any moment leaves the old version serving. */
async function register(context: Context, trx: Trx, row: ModelRow, result: TrainResult, snapshot: unknown) {
  const model = { workspaceId: row.workspace_id, projectId: row.project_id, version: row.version };
  const artifact = await writeArtifact(trx, model, result.artifact);
  const decision = await decidePromotion(trx, row, result);
  const updated = await trx
    .updateTable('models')
    .set({
      status: 'ready',
      algorithm: result.algorithm,
      kind: result.kind,
      params: JSON.stringify(result.params),
      metrics: JSON.stringify(result.metrics),
      baseline: JSON.stringify(result.baseline),
      incumbent: result.incumbent ? JSON.stringify(result.incumbent) : null,
      segments: JSON.stringify(result.segments),
      cold_items: result.coldItems && JSON.stringify(result.coldItems),
      leaderboard: JSON.stringify(result.leaderboard),
      backend: result.backend,
      report: JSON.stringify(result.report),
      gate: JSON.stringify(decision.gate),
      snapshot: JSON.stringify(snapshot),
      progress: JSON.stringify({ stage: 'Ready', percent: 100, message: null }),
      ...artifact,
      trained_at: new Date(),
    })
    .where('project_id', '=', row.project_id)
    .where('version', '=', row.version)
    .where('attempt', '=', row.attempt)
    .where('status', '=', 'training')
    .executeTakeFirst();
  if (updated.numUpdatedRows === 0n) throw new Error(`Model ${row.version}: attempt ${row.attempt} was overtaken`);
  if (decision.promote) await moveLive(context, trx, row.project_id, row.version);
  await publishEvent(context, trx, row.project_id, 'model.ready', {
    version: row.version,
    algorithm: result.algorithm,
    kind: result.kind,
    live: decision.promote,
    metrics: { 'ndcg@10': result.metrics['ndcg@10'] ?? null },
  });
}

async function settle(
  context: Context,
  row: ModelRow,
  status: 'failed' | 'cancelled',
  problem: { code: string; detail: string } | null,
): Promise<void> {
  await tenant(context.db, context, (trx) => endTraining(context, trx, row, status, problem, row.attempt));
}
