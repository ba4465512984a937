'use client';

import type { ImportSummary } from '@curio/contracts';
import { FileSpreadsheet, Plus } from 'lucide-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { Badge } from '@/components/badge.tsx';
import { ButtonLink } from '@/components/button.tsx';
import { type Column, DataTable } from '@/components/data-table.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { formatCount, formatDuration } from '@/components/format.ts';
import { LoadMore } from '@/components/load-more.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { TimeAgo } from '@/components/time-ago.tsx';
import { kindLabels, modeLabels } from './labels.ts';
import { phaseLabels } from './phase-labels.ts';
import { importHref, useImports } from './queries.ts';

export function ImportsPage({ projectId }: { projectId: string }) {
  const imports = useImports(projectId);
  const rows = imports.rows;
  const columns = useMemo(() => columnsFor(projectId), [projectId]);
  const upload = (
    <ButtonLink tone="primary" href={`/projects/${projectId}/imports/new`}>
      <Plus aria-hidden="true" />
      Upload a file
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Imports"
        note="Files imported into this project, newest first."
        actions={rows && rows.length > 0 && upload}
      />
      <ProblemNote error={imports.error} onRetry={imports.refetch} />
      {imports.isPending && <SkeletonRows label="Loading imports" />}
      {rows?.length === 0 && (
        <EmptyState icon={<FileSpreadsheet />} title="No import yet" action={upload}>
          Start with your catalogue: a CSV file with one row per item. Then upload interactions.
        </EmptyState>
      )}
      {rows && rows.length > 0 && <DataTable caption="Imports" columns={columns} rows={rows} rowId={(row) => row.id} />}
      <LoadMore list={imports} />
    </>
  );
}

function columnsFor(projectId: string): Column<ImportSummary>[] {
  return [
    {
      accessorKey: 'filename',
      header: 'File',
      cell: ({ row: { original } }) => (
        <Link
          href={importHref({ projectId, importId: original.id }, original.phase)}
          className="block min-w-40 font-medium break-all hover:underline"
        >
          {original.filename}
        </Link>
      ),
    },
    { accessorKey: 'kind', header: 'Kind', cell: ({ row }) => kindLabels[row.original.kind].title },
    {
      accessorKey: 'mode',
      header: 'Mode',
      cell: ({ row: { original } }) => (
        <span className="whitespace-nowrap">{original.mode ? modeLabels[original.mode].title : '–'}</span>
      ),
    },
    {
      accessorKey: 'phase',
      header: 'Status',
      cell: ({ row: { original } }) => (
        <Badge tone={phaseLabels[original.phase].tone}>{phaseLabels[original.phase].label}</Badge>
      ),
    },
    {
      id: 'kept',
      accessorFn: (row) => row.rows?.kept ?? 0,
      header: 'Rows imported',
      cell: ({ row: { original } }) => <span className="tabular-nums">{count(original.rows?.kept)}</span>,
    },
    {
      id: 'rejected',
      accessorFn: (row) => row.rows?.rejected ?? 0,
      header: 'Rejected',
      cell: ({ row: { original } }) => <span className="tabular-nums">{count(original.rows?.rejected)}</span>,
    },
    {
      accessorKey: 'createdAt',
      header: 'Uploaded',
      cell: ({ row: { original } }) => (
        <span className="whitespace-nowrap text-muted">
          <TimeAgo at={original.createdAt} />
        </span>
      ),
    },
    {
      id: 'duration',
      header: 'Duration',
      enableSorting: false,
      cell: ({ row: { original } }) => <span className="whitespace-nowrap text-muted">{duration(original)}</span>,
    },
  ];
}

const count = (value: number | undefined): string => (value === undefined ? '–' : formatCount(value));

function duration({ createdAt, finishedAt }: ImportSummary): string {
  return finishedAt === null ? '–' : formatDuration((Date.parse(finishedAt) - Date.parse(createdAt)) / 1000);
}
