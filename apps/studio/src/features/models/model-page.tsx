'use client';

import type { Model } from '@curio/contracts';
import { Eye } from 'lucide-react';
import { ButtonLink } from '@/components/button.tsx';
import { Card } from '@/components/card.tsx';
import { formatDuration } from '@/components/format.ts';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { useProjectRefresh } from '@/features/projects/use-project-refresh.ts';
import { ColdItemMetrics } from './cold-item-metrics.tsx';
import { GateResult } from './gate-result.tsx';
import { Leaderboard } from './leaderboard.tsx';
import { MetricComparison } from './metric-comparison.tsx';
import { MetricTable } from './metric-table.tsx';
import { ModelDetails } from './model-details.tsx';
import { PromoteButton } from './promote-button.tsx';
import { isTraining, useModel } from './queries.ts';
import { SegmentTable } from './segment-table.tsx';
import { AliasBadge, StatusBadge } from './status-badge.tsx';
import { TrainNow } from './train-now.tsx';
import { TrainingLog } from './training-log.tsx';
import { TrainingProgress } from './training-progress.tsx';
import { TrainingReport } from './training-report.tsx';
import { useAlgorithms } from './use-algorithms.ts';

export function ModelPage({ projectId, version }: { projectId: string; version: number }) {
  const query = useModel(projectId, version);
  const { label } = useAlgorithms();
  const model = query.data;
  useProjectRefresh(projectId, model?.status);
  return (
    <>
      <PageHeader
        title={`Version ${version}`}
        badge={
          model && (
            <>
              <StatusBadge status={model.status} />
              <AliasBadge alias={model.alias} />
            </>
          )
        }
        note={model && describe(model, label)}
        actions={
          model?.status === 'ready' && (
            <>
              <PromoteButton projectId={projectId} model={model} />
              <ButtonLink tone={model.alias === 'live' ? 'primary' : 'plain'} href={`/projects/${projectId}/preview`}>
                <Eye aria-hidden="true" />
                Open the preview
              </ButtonLink>
            </>
          )
        }
      />
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} className="mb-6" />
      {query.isPending && <SkeletonRows rows={6} label="Loading the model" />}
      {model && (
        <div className="space-y-9">
          {isTraining(model) && <TrainingProgress projectId={projectId} model={model} />}
          {model.problem && (
            <Card className="border-bad/30 bg-bad-soft p-5">
              <p className="font-medium">{model.problem.detail}</p>
              <p className="mt-1 text-sm text-muted">The live version is unchanged. You can train again at any time.</p>
            </Card>
          )}
          {model.status === 'cancelled' && (
            <Card className="flex flex-wrap items-center justify-between gap-4 p-5">
              <p>This training was cancelled before it finished. The live version is unchanged.</p>
              <TrainNow projectId={projectId} />
            </Card>
          )}
          <GateResult model={model} />
          <MetricComparison model={model} />
          <SegmentTable segments={model.segments} />
          {model.coldItems && <ColdItemMetrics coldItems={model.coldItems} />}
          {model.leaderboard.length > 0 && <Leaderboard model={model} />}
          <ModelDetails model={model} />
          <MetricTable model={model} />
          <TrainingReport explanation={model.explanation} />
          <TrainingLog log={model.log} open={isTraining(model) || model.status === 'failed'} />
        </div>
      )}
    </>
  );
}

function describe(model: Model, label: (algorithm: string) => string): string {
  if (isTraining(model))
    return `${label(model.requested.algorithm)}, time budget ${formatDuration(model.requested.budgetSeconds)}.`;
  if (model.status !== 'ready') return label(model.algorithm);
  const choice = model.requested.algorithm === 'auto' ? ', chosen automatically' : '';
  return `${label(model.algorithm)}${choice}.`;
}
