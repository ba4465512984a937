import type { Model } from '@curio/contracts';
import type { ModelRow, ProjectRow, Trx } from '@curio/db';
import { notFound } from '../../platform/errors.ts';
import { describeSegment } from '../training/describe-segment.ts';

export async function readModel(trx: Trx, projectId: string, version: number, lock = false): Promise<ModelRow> {
  let select = trx.selectFrom('models').selectAll().where('project_id', '=', projectId).where('version', '=', version);
  if (lock) select = select.forUpdate();
  const row = await select.executeTakeFirst();
  if (!row) throw notFound('model version');
  return row;
}

/** The row as the API shows it; its alias is the project's to say. */
export function toModel(row: ModelRow, project: Pick<ProjectRow, 'live_version' | 'previous_version'>): Model {
  const requested = row.requested;
  return {
    version: row.version,
    status: row.status,
    kind: row.kind,
    algorithm: row.algorithm ?? requested.algorithm,
    requested,
    params: row.params,
    alias: project.live_version === row.version ? 'live' : project.previous_version === row.version ? 'previous' : null,
    progress: row.progress,
    metrics: row.metrics,
    baseline: row.baseline,
    incumbent: row.incumbent,
    segments: row.segments.map((segment) => ({ ...segment, label: describeSegment(segment) })),
    coldItems: row.cold_items,
    leaderboard: row.leaderboard,
    report: row.report,
    backend: row.backend,
    explanation: row.explanation,
    gate: row.gate,
    snapshot: row.snapshot,
    artifact: row.artifact_sha256 ? { bytes: row.artifact_bytes ?? 0, sha256: row.artifact_sha256 } : null,
    log: row.log,
    problem: row.problem,
    createdAt: row.created_at.toISOString(),
    trainedAt: row.trained_at?.toISOString() ?? null,
  };
}
