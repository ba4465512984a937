'use client';

import type { Project } from '@curio/contracts';
import { formatCount, formatPercent } from '@/components/format.ts';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { Skeleton } from '@/components/skeleton.tsx';
import { StatTile } from '@/components/stat-tile.tsx';
import { useRequestCounts } from '@/features/logs/queries.ts';
import { AlgorithmLabel } from '@/features/models/algorithm-label.tsx';
import { useModel } from '@/features/models/queries.ts';
import { useProject } from '@/features/projects/queries.ts';
import { Checklist } from './checklist.tsx';
import { RunningJobs } from './running-jobs.tsx';
import { useActivity } from './use-activity.ts';

export function HomePage({ projectId }: { projectId: string }) {
  const project = useProject(projectId);
  return (
    <>
      <PageHeader
        title={project.data?.name ?? <Skeleton className="h-8 w-48" />}
        note="From CSV files to recommendations in your app."
      />
      <ProblemNote error={project.error} onRetry={() => void project.refetch()} className="mb-6" />
      {project.data ? <ProjectStatus project={project.data} /> : project.isPending && <TilesSkeleton />}
    </>
  );
}

function ProjectStatus({ project }: { project: Project }) {
  // Before the first live version, another import or training is likely to start soon, such as the demo's.
  const jobs = useActivity(project.id, project.liveVersion === null ? 4000 : 15_000);
  return (
    <div className="space-y-8">
      <Tiles project={project} />
      <RunningJobs jobs={jobs} />
      <Checklist project={project} jobs={jobs} />
    </div>
  );
}

function Tiles({ project }: { project: Project }) {
  const { counts, liveVersion } = project;
  const live = useModel(project.id, liveVersion);
  const requests = useRequestCounts(project.id).data;
  const logs = `/projects/${project.id}/logs?caller=keys&since=24h`;
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-3">
      <StatTile label="Items" value={formatCount(counts.items)} />
      <StatTile label="Users" value={formatCount(counts.users)} />
      <StatTile label="Interactions" value={formatCount(counts.interactions)} />
      <StatTile
        label="Live model"
        value={liveVersion === null ? 'None yet' : `Version ${liveVersion}`}
        note={live.data && <AlgorithmLabel name={live.data.algorithm} />}
        href={liveVersion === null ? undefined : `/projects/${project.id}/models/${liveVersion}`}
      />
      <StatTile
        label="Requests, last 24 h"
        value={requests ? formatCount(requests.requests) : '–'}
        note="By API keys"
        href={logs}
      />
      <StatTile
        label="Errors, last 24 h"
        value={requests ? formatCount(requests.errors) : '–'}
        note={
          requests && requests.requests > 0 && `${formatPercent(requests.errors / requests.requests, 1)} of requests`
        }
        href={`${logs}&status=error`}
      />
    </dl>
  );
}

function TilesSkeleton() {
  return (
    <div role="status" aria-label="Loading the project" className="grid grid-cols-2 gap-3 lg:grid-cols-3">
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
    </div>
  );
}
