'use client';

import type { Project } from '@curio/contracts';
import { formatCount } from '@/components/format.ts';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { Skeleton } from '@/components/skeleton.tsx';
import { StatTile } from '@/components/stat-tile.tsx';
import { algorithmLabel } from '@/features/models/algorithm-choices.ts';
import { useModels } from '@/features/models/queries.ts';
import { useProject } from '@/features/projects/queries.ts';
import { Checklist } from './checklist.tsx';

export function HomePage({ projectId }: { projectId: string }) {
  const project = useProject(projectId);
  return (
    <>
      <PageHeader
        title={project.data?.name ?? <Skeleton className="h-8 w-48" />}
        note="From CSV files to recommendations in your app."
      />
      <ProblemNote error={project.error} onRetry={() => void project.refetch()} className="mb-6" />
      <div className="space-y-8">
        {project.data ? <Tiles project={project.data} /> : <TilesSkeleton />}
        {project.data && <Checklist project={project.data} />}
      </div>
    </>
  );
}

function Tiles({ project }: { project: Project }) {
  const models = useModels(project.id);
  const live = models.data?.data.find((model) => model.alias === 'live');
  const base = `/projects/${project.id}`;
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <StatTile label="Items" value={formatCount(project.counts.items)} />
      <StatTile label="Users" value={formatCount(project.counts.users)} />
      <StatTile label="Interactions" value={formatCount(project.counts.interactions)} />
      <StatTile
        label="Live model"
        value={project.liveVersion === null ? 'None yet' : `Version ${project.liveVersion}`}
        note={live && algorithmLabel(live.algorithm)}
        href={project.liveVersion === null ? undefined : `${base}/models/${project.liveVersion}`}
      />
    </dl>
  );
}

function TilesSkeleton() {
  return (
    <div role="status" aria-label="Loading the project" className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
    </div>
  );
}
