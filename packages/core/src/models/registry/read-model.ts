import type { Model, ModelSummary } from '@curio/contracts';
import type { ModelRow, ProjectRow, Trx } from '@curio/db';
import { notFound } from '../../platform/errors.ts';
import { describeEvent } from '../report/describe-event.ts';
import { describeSegment } from '../report/describe-segment.ts';

export async function readModel(trx: Trx, projectId: string, version: number, lock = false): Promise<ModelRow> {
  let select = trx.selectFrom('models').selectAll().where('project_id', '=', projectId).where('version', '=', version);
  if (lock) select = select.forUpdate();
  const row = await select.executeTakeFirst();
  if (!row) throw notFound('model version');
  return row;
}

/** The columns of `ModelSummary`: without the log, the leaderboard and the report. */
export const summaryColumns = [
  'version',
  'status',
  'kind',
  'algorithm',
  'requested',
  'params',
  'progress',
  'metrics',
  'baseline',
  'incumbent',
  'cold_items',
  'backend',
  'gate',
  'snapshot',
  'artifact_bytes',
  'artifact_sha256',
  'problem',
  'created_at',
  'trained_at',
] as const satisfies (keyof ModelRow)[];

type Aliases = Pick<ProjectRow, 'live_version' | 'previous_version'>;

/** The project's row has the aliases. */
export function toModelSummary(row: Pick<ModelRow, (typeof summaryColumns)[number]>, project: Aliases): ModelSummary {
  const { requested } = row;
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
    coldItems: row.cold_items,
    backend: row.backend,
    gate: row.gate,
    snapshot: row.snapshot,
    artifact: row.artifact_sha256 ? { bytes: row.artifact_bytes ?? 0, sha256: row.artifact_sha256 } : null,
    problem: row.problem,
    createdAt: row.created_at.toISOString(),
    trainedAt: row.trained_at?.toISOString() ?? null,
  };
}

export function toModel(row: ModelRow, project: Aliases): Model {
  return {
    ...toModelSummary(row, project),
    segments: row.segments.map((segment) => ({ ...segment, label: describeSegment(segment) })),
    leaderboard: row.leaderboard,
    report: row.report,
    explanation: row.report.map(describeEvent),
    log: row.log,
  };
}
