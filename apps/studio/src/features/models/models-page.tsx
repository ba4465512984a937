'use client';

import type { ModelSummary } from '@curio/contracts';
import { Boxes, Sparkles } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { Button, ButtonLink } from '@/components/button.tsx';
import { type Column, DataTable } from '@/components/data-table.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { LoadMore } from '@/components/load-more.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { TimeAgo } from '@/components/time-ago.tsx';
import { useProject } from '@/features/projects/queries.ts';
import { AlgorithmLabel } from './algorithm-label.tsx';
import { formatLift, formatMetric } from './metric-labels.ts';
import { isTraining, useModels } from './queries.ts';
import { AliasBadge, StatusBadge } from './status-badge.tsx';

const TrainDialog = dynamic(() => import('./train-dialog.tsx').then((module) => module.TrainDialog));

export function ModelsPage({ projectId }: { projectId: string }) {
  const project = useProject(projectId);
  const models = useModels(projectId);
  const [training, setTraining] = useQueryState('train', parseAsBoolean.withDefault(false));
  const columns = useMemo(() => columnsFor(projectId), [projectId]);
  const rows = models.rows;
  const empty = project.data?.counts.items === 0;
  const train = (
    <Button tone="primary" onClick={() => void setTraining(true)}>
      <Sparkles aria-hidden="true" />
      Train a model
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Models"
        note="Each training creates a new, immutable version. One version is live."
        actions={rows && rows.length > 0 && train}
      />
      <ProblemNote error={models.error} onRetry={models.refetch} />
      {models.isPending && <SkeletonRows label="Loading models" />}
      {rows?.length === 0 &&
        (empty ? (
          <EmptyState
            icon={<Boxes />}
            title="No items yet"
            action={
              <ButtonLink tone="primary" href={`/projects/${projectId}/imports/new?kind=items`}>
                Upload items
              </ButtonLink>
            }
          >
            A model is trained on items and interactions. Upload both, then train.
          </EmptyState>
        ) : (
          <EmptyState icon={<Boxes />} title="No model yet" action={train}>
            Until a model is live, the API recommends popular and latest items. Training takes a few minutes.
          </EmptyState>
        ))}
      {rows && rows.length > 0 && (
        <DataTable caption="Model versions" columns={columns} rows={rows} rowId={(row) => String(row.version)} />
      )}
      <LoadMore list={models} />
      {project.data && training && (
        <TrainDialog project={project.data} open onOpenChange={(open) => void setTraining(open || null)} />
      )}
    </>
  );
}

const ndcg = 'ndcg@10';

function columnsFor(projectId: string): Column<ModelSummary>[] {
  return [
    {
      accessorKey: 'version',
      header: 'Version',
      cell: ({ row: { original } }) => (
        <span className="flex items-center gap-2.5">
          <Link
            href={`/projects/${projectId}/models/${original.version}`}
            className="font-medium whitespace-nowrap hover:underline"
          >
            Version {original.version}
          </Link>
          <AliasBadge alias={original.alias} />
        </span>
      ),
    },
    {
      accessorKey: 'status',
      header: 'Status',
      cell: ({ row: { original } }) => (
        <span className="flex items-center gap-2">
          <StatusBadge status={original.status} />
          {isTraining(original) && (
            <span className="text-xs text-muted tabular-nums">{Math.round(original.progress.percent)} %</span>
          )}
        </span>
      ),
    },
    {
      accessorKey: 'algorithm',
      header: 'Algorithm',
      cell: ({ row: { original } }) => (
        <span className="whitespace-nowrap">
          <AlgorithmLabel name={original.algorithm} />
        </span>
      ),
    },
    {
      id: 'ndcg',
      accessorFn: (row) => row.metrics?.[ndcg]?.value ?? -1,
      header: 'NDCG@10',
      cell: ({ row: { original } }) => {
        const value = original.metrics?.[ndcg]?.value;
        return <span className="tabular-nums">{value === undefined ? '–' : formatMetric(ndcg, value)}</span>;
      },
    },
    {
      id: 'lift',
      header: 'vs popularity',
      enableSorting: false,
      cell: ({ row: { original } }) => (
        <span className="font-medium tabular-nums">
          {formatLift(original.metrics?.[ndcg]?.value, original.baseline?.metrics[ndcg]?.value) ?? '–'}
        </span>
      ),
    },
    {
      id: 'trained',
      accessorFn: (row) => row.trainedAt ?? row.createdAt,
      header: 'Trained',
      cell: ({ row: { original } }) => (
        <span className="whitespace-nowrap text-muted">
          {original.trainedAt ? <TimeAgo at={original.trainedAt} /> : '–'}
        </span>
      ),
    },
  ];
}
