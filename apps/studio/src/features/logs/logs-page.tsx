'use client';

import { Pause, Play, ScrollText } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { Badge } from '@/components/badge.tsx';
import { Button, ButtonLink } from '@/components/button.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { LoadMore } from '@/components/load-more.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { FilterBar, FindRequest } from './filter-bar.tsx';
import { LogTable } from './log-table.tsx';
import { useLogs } from './queries.ts';
import { useFilters } from './use-filters.ts';

const RequestDrawer = dynamic(() => import('./request-drawer.tsx').then((module) => module.RequestDrawer));

/** Requests to the API as they come: of a project, or of the whole workspace. */
export function LogsPage({ projectId }: { projectId?: string }) {
  const filtering = useFilters();
  const [live, setLive] = useState(true);
  const [opened, setOpened] = useQueryState('request', parseAsString);
  const logs = useLogs(projectId, filtering.filters, live);
  const { rows } = logs;
  return (
    <>
      <PageHeader
        title="Logs"
        badge={live ? <Badge tone="good">Live</Badge> : <Badge>Paused</Badge>}
        note={
          <>
            Requests to the API: every error and a sample of the successes, within bounds.{' '}
            {projectId && (
              <Link href="/logs" className="underline underline-offset-2 hover:text-ink">
                Of all projects
              </Link>
            )}
          </>
        }
        actions={
          <>
            <FindRequest onFind={(requestId) => void setOpened(requestId)} />
            <Button onClick={() => setLive(!live)}>
              {live ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
              {live ? 'Pause' : 'Resume'}
            </Button>
          </>
        }
      />
      <div className="space-y-4">
        <FilterBar {...filtering} />
        <ProblemNote error={logs.error} onRetry={logs.refetch} />
        {logs.isPending && <SkeletonRows rows={8} label="Loading requests" />}
        {rows?.length === 0 &&
          (filtering.isFiltered ? <NoMatch onClear={filtering.clear} /> : <NoRequest projectId={projectId} />)}
        {rows && rows.length > 0 && (
          <LogTable rows={rows} projectId={projectId} onOpen={(requestId) => void setOpened(requestId)} />
        )}
      </div>
      <LoadMore list={logs} />
      {opened && <RequestDrawer key={opened} requestId={opened} onClose={() => void setOpened(null)} />}
    </>
  );
}

function NoRequest({ projectId }: { projectId: string | undefined }) {
  return (
    <EmptyState
      icon={<ScrollText />}
      title="No request yet"
      action={
        projectId && (
          <ButtonLink tone="primary" href={`/projects/${projectId}/keys`}>
            Create a key for your app
          </ButtonLink>
        )
      }
    >
      Requests appear here about a second after they were answered.
    </EmptyState>
  );
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={<ScrollText />}
      title="No request matches"
      action={<Button onClick={onClear}>Clear filters</Button>}
    >
      Change the filters, or wait: new requests that match appear here.
    </EmptyState>
  );
}
