'use client';

import type { Key } from '@curio/contracts';
import { useMemo } from 'react';
import { Badge } from '@/components/badge.tsx';
import { Button } from '@/components/button.tsx';
import { type Column, DataTable } from '@/components/data-table.tsx';
import { TimeAgo } from '@/components/time-ago.tsx';
import { useProjects } from '@/features/projects/queries.ts';

export function KeyTable({ rows, onRevoke }: { rows: Key[]; onRevoke: (key: Key) => void }) {
  const projects = useProjects().rows;
  const columns = useMemo(() => {
    const nameOf = (id: string) => projects?.find((project) => project.id === id)?.name ?? id;
    return columnsFor(nameOf, onRevoke);
  }, [projects, onRevoke]);
  return <DataTable caption="API keys" columns={columns} rows={rows} rowId={(row) => row.id} />;
}

function columnsFor(nameOf: (id: string) => string, onRevoke: (key: Key) => void): Column<Key>[] {
  return [
    {
      accessorKey: 'name',
      header: 'Name',
      cell: ({ row: { original } }) => (
        <span className="flex items-center gap-2 font-medium whitespace-nowrap">
          {original.name}
          {original.environment === 'test' && <Badge tone="warn">Test</Badge>}
        </span>
      ),
    },
    {
      id: 'key',
      header: 'Key',
      enableSorting: false,
      cell: ({ row: { original } }) => (
        <code className="font-mono text-xs whitespace-nowrap text-muted">
          {original.prefix}…{original.last4}
        </code>
      ),
    },
    {
      id: 'scopes',
      header: 'Scopes',
      enableSorting: false,
      cell: ({ row: { original } }) => (
        <span className="flex flex-wrap gap-1">
          {original.scopes.map((scope) => (
            <Badge key={scope} tone={scope === 'admin' ? 'warn' : 'neutral'}>
              {scope}
            </Badge>
          ))}
        </span>
      ),
    },
    {
      id: 'projects',
      header: 'Projects',
      enableSorting: false,
      cell: ({ row: { original } }) => original.projects?.map(nameOf).join(', ') ?? 'All',
    },
    {
      id: 'used',
      accessorFn: (row) => row.lastUsedAt ?? '',
      header: 'Last used',
      cell: ({ row: { original } }) => (
        <span className="whitespace-nowrap text-muted">
          {original.lastUsedAt ? <TimeAgo at={original.lastUsedAt} /> : 'Never'}
        </span>
      ),
    },
    {
      id: 'revoke',
      header: () => <span className="sr-only">Actions</span>,
      enableSorting: false,
      cell: ({ row: { original } }) => (
        <Button size="small" tone="quiet" aria-label={`Revoke ${original.name}`} onClick={() => onRevoke(original)}>
          Revoke
        </Button>
      ),
    },
  ];
}
