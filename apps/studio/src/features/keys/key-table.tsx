'use client';

import type { Key } from '@curio/contracts';
import { useMemo } from 'react';
import { Badge } from '@/components/badge.tsx';
import { Button } from '@/components/button.tsx';
import { type Column, DataTable } from '@/components/data-table.tsx';
import { formatDateTime } from '@/components/format.ts';
import { TimeAgo } from '@/components/time-ago.tsx';
import { useProjects } from '@/features/projects/queries.ts';

interface Actions {
  onRotate: (key: Key) => void;
  onRevoke: (key: Key) => void;
}

export function KeyTable({ rows, onRotate, onRevoke }: { rows: Key[] } & Actions) {
  const projects = useProjects().rows;
  const columns = useMemo(() => {
    const nameOf = (id: string) => projects?.find((project) => project.id === id)?.name ?? id;
    return columnsFor(nameOf, { onRotate, onRevoke });
  }, [projects, onRotate, onRevoke]);
  return <DataTable caption="API keys" columns={columns} rows={rows} rowId={(row) => row.id} />;
}

function columnsFor(nameOf: (id: string) => string, { onRotate, onRevoke }: Actions): Column<Key>[] {
  return [
    {
      accessorKey: 'name',
      header: 'Name',
      cell: ({ row: { original } }) => (
        <span className="flex items-center gap-2 font-medium whitespace-nowrap">
          {original.name}
          {original.environment === 'test' && <Badge tone="warn">Test</Badge>}
          {original.origins && <Badge title={original.origins.join(', ')}>For web pages</Badge>}
          {original.expiresAt && (
            <Badge tone="warn">
              {original.replacedBy ? 'Replaced, ends' : 'Expires'} {formatDateTime(original.expiresAt)}
            </Badge>
          )}
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
        <span className="flex justify-end">
          {!original.replacedBy && (
            <Button size="small" tone="quiet" aria-label={`Rotate ${original.name}`} onClick={() => onRotate(original)}>
              Rotate
            </Button>
          )}
          <Button size="small" tone="quiet" aria-label={`Revoke ${original.name}`} onClick={() => onRevoke(original)}>
            Revoke
          </Button>
        </span>
      ),
    },
  ];
}
