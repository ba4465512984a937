'use client';

import type { Placement } from '@curio/contracts';
import { Plus, SquareStack, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { path } from '@/api/send.ts';
import { Badge } from '@/components/badge.tsx';
import { Button, ButtonLink } from '@/components/button.tsx';
import { type Column, DataTable } from '@/components/data-table.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { formatCount, formatPercent } from '@/components/format.ts';
import { LoadMore } from '@/components/load-more.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { TimeAgo } from '@/components/time-ago.tsx';
import { useMay } from '@/features/auth/use-may.ts';
import { type Counts, noCounts, sumBy } from '@/features/insights/counts.ts';
import { periodOf, useInsights } from '@/features/insights/queries.ts';
import { usePlacements } from '@/features/query/queries.ts';
import { strategyLabel } from '@/features/query/strategies.ts';

const DeletePlacementDialog = dynamic(() =>
  import('./delete-placement-dialog.tsx').then((module) => module.DeletePlacementDialog),
);

type Row = Placement & { counts: Counts };

export function PlacementsPage({ projectId }: { projectId: string }) {
  const placements = usePlacements(projectId);
  const may = useMay('models:write');
  const week = periodOf(7);
  const insights = useInsights(projectId, week);
  const [deleting, setDeleting] = useState<string | null>(null);
  const columns = useMemo(() => columnsFor(projectId, may.refusal, setDeleting), [projectId, may.refusal]);
  const counts = sumBy(insights.data ?? [], (row) => row.placement);
  const rows = placements.rows?.map((row) => ({ ...row, counts: counts.get(row.name) ?? noCounts }));
  const create = may.allowed && (
    <ButtonLink tone="primary" href={path`/projects/${projectId}/placements/new`}>
      <Plus aria-hidden="true" />
      New placement
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Placements"
        note="Named places in your app. Each has its strategy, filter and rules, which you change here without a release."
        actions={rows && rows.length > 0 && create}
      />
      {may.refusal && <p className="mb-4 text-sm text-muted">{may.refusal}</p>}
      <ProblemNote error={placements.error} onRetry={placements.refetch} />
      <ProblemNote error={insights.error} onRetry={() => void insights.refetch()} className="mb-4" />
      {placements.isPending && <SkeletonRows label="Loading placements" />}
      {rows?.length === 0 && (
        <EmptyState icon={<SquareStack />} title="No placement yet" action={create}>
          Create one for each place that shows recommendations, such as “home” or “product-page”. Your app sends its
          name; the settings are yours to change at any time.
        </EmptyState>
      )}
      {rows && rows.length > 0 && (
        <DataTable caption="Placements" columns={columns} rows={rows} rowId={(row) => row.name} />
      )}
      <LoadMore list={placements} />
      {deleting !== null && (
        <DeletePlacementDialog projectId={projectId} name={deleting} onClose={() => setDeleting(null)} />
      )}
    </>
  );
}

function columnsFor(projectId: string, refusal: string | null, onDelete: (name: string) => void): Column<Row>[] {
  return [
    {
      accessorKey: 'name',
      header: 'Name',
      cell: ({ row: { original } }) => (
        <Link
          href={path`/projects/${projectId}/placements/edit/${original.name}`}
          className="font-mono font-medium whitespace-nowrap hover:underline"
        >
          {original.name}
        </Link>
      ),
    },
    {
      id: 'strategy',
      accessorFn: (row) => row.strategy ?? '',
      header: 'Strategy',
      cell: ({ row: { original } }) => (
        <span className="flex items-center gap-1.5 whitespace-nowrap">
          {original.strategy ? strategyLabel(original.strategy) : 'Automatic'}
          {original.filter && <Badge>filter</Badge>}
          {original.rules && <Badge>rules</Badge>}
        </span>
      ),
    },
    {
      id: 'version',
      accessorFn: (row) => row.modelVersion ?? Number.POSITIVE_INFINITY,
      header: 'Version',
      cell: ({ row: { original } }) =>
        original.modelVersion === undefined ? (
          <Badge tone="live">Live</Badge>
        ) : (
          <span className="whitespace-nowrap">Version {original.modelVersion}</span>
        ),
    },
    {
      id: 'n',
      accessorFn: (row) => row.n ?? 10,
      header: 'Items',
      cell: ({ row: { original } }) => <span className="tabular-nums">{original.n ?? 10}</span>,
    },
    {
      id: 'impressions',
      accessorFn: (row) => row.counts.impressions,
      header: 'Impressions, 7 days',
      cell: ({ row: { original } }) => (
        <Link
          href={path`/projects/${projectId}/insights?placement=${original.name}`}
          className="tabular-nums hover:underline"
        >
          {formatCount(original.counts.impressions)}
        </Link>
      ),
    },
    {
      id: 'ctr',
      accessorFn: (row) => (row.counts.impressions > 0 ? row.counts.clicks / row.counts.impressions : -1),
      header: 'Click-through rate',
      cell: ({ row: { original } }) => (
        <span className="tabular-nums">
          {original.counts.impressions > 0
            ? formatPercent(original.counts.clicks / original.counts.impressions, 1)
            : '–'}
        </span>
      ),
    },
    {
      accessorKey: 'updatedAt',
      header: 'Changed',
      cell: ({ row: { original } }) => (
        <span className="whitespace-nowrap text-muted">
          <TimeAgo at={original.updatedAt} />
        </span>
      ),
    },
    {
      id: 'actions',
      header: () => <span className="sr-only">Actions</span>,
      enableSorting: false,
      cell: ({ row: { original } }) => (
        <Button
          size="icon"
          tone="quiet"
          aria-label={`Delete ${original.name}`}
          title={refusal ?? `Delete ${original.name}`}
          disabled={refusal !== null}
          onClick={() => onDelete(original.name)}
        >
          <Trash2 aria-hidden="true" />
        </Button>
      ),
    },
  ];
}
