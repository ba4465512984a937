import type { Snapshot } from '@curio/contracts';
import type { ModelRow, Trx } from '@curio/db';
import type { TrainResult } from '@curio/engine/train';
import { writeArtifact } from '@curio/serving/models/artifact-store';
import type { Context } from '../../platform/context.ts';
import { publishEvent } from '../../webhooks/publish-event.ts';
import { decidePromotion } from '../promotion/decide-promotion.ts';
import { moveLive } from '../promotion/promote-model.ts';

/**
 * Artifact, version, alias and event in one transaction: a process killed at any moment leaves the old version live. Does
 * nothing where the project was deleted meanwhile.
 */
export async function registerVersion(
  context: Context,
  trx: Trx,
  row: ModelRow,
  result: TrainResult,
  snapshot: Snapshot,
): Promise<void> {
  if (!(await lockProject(trx, row.project_id))) return;
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

/**
 * False where the project is deleted. Else the purge of a deleted project waits for this transaction: it locks the project
 * before its versions, so this transaction must not lock the version first (deadlock).
 */
async function lockProject(trx: Trx, projectId: string): Promise<boolean> {
  const project = await trx
    .selectFrom('projects')
    .select('id')
    .where('id', '=', projectId)
    .where('deleted_at', 'is', null)
    .forKeyShare()
    .executeTakeFirst();
  return project !== undefined;
}
