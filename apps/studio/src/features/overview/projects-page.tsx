'use client';

import type { Project } from '@curio/contracts';
import { Plus, Telescope } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Badge } from '@/components/badge.tsx';
import { Button } from '@/components/button.tsx';
import { Card } from '@/components/card.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { formatCount } from '@/components/format.ts';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { Skeleton } from '@/components/skeleton.tsx';
import { TimeAgo } from '@/components/time-ago.tsx';
import { useMe } from '@/features/auth/queries.ts';
import { useProjects } from '@/features/projects/queries.ts';
import { CreateProjectDialog } from './create-project-dialog.tsx';

export function ProjectsPage() {
  const [creating, setCreating] = useState(false);
  const me = useMe();
  const projects = useProjects();
  const rows = projects.data?.data ?? [];
  const create = (
    <Button tone="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" />
      New project
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Projects"
        note={`Each project is one catalogue with its interactions and models, in ${me.data?.workspace.name ?? 'your workspace'}.`}
        actions={rows.length > 0 && create}
      />
      <ProblemNote error={projects.error} onRetry={() => void projects.refetch()} />
      {projects.isPending && (
        <div role="status" aria-label="Loading projects" className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          <Skeleton className="h-36" />
          <Skeleton className="h-36" />
        </div>
      )}
      {projects.data && rows.length === 0 && (
        <EmptyState icon={<Telescope />} title="No project yet" action={create}>
          A project holds one catalogue with its users, interactions and models. Most workspaces have one project per
          app or shop.
        </EmptyState>
      )}
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {rows.map((project) => (
          <ProjectCard key={project.id} project={project} />
        ))}
      </ul>
      <CreateProjectDialog open={creating} onOpenChange={setCreating} />
    </>
  );
}

function ProjectCard({ project }: { project: Project }) {
  return (
    <li>
      <Card className="relative flex h-full flex-col p-5 transition-colors focus-within:border-line-strong hover:border-line-strong">
        <div className="flex items-start justify-between gap-3">
          <h2 className="min-w-0 text-[0.9375rem] font-semibold tracking-tight break-words">
            <Link href={`/projects/${project.id}`} className="after:absolute after:inset-0 after:rounded-2xl">
              {project.name}
            </Link>
          </h2>
          {project.liveVersion === null ? (
            <Badge>Not live</Badge>
          ) : (
            <Badge tone="live">Model {project.liveVersion} live</Badge>
          )}
        </div>
        <dl className="mt-5 grid grid-cols-3 gap-2 tabular-nums">
          {(['items', 'users', 'interactions'] as const).map((each) => (
            <div key={each} className="flex flex-col-reverse">
              <dt className="text-xs text-muted capitalize">{each}</dt>
              <dd className="font-semibold">{formatCount(project.counts[each])}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-4 text-xs text-muted">
          Created <TimeAgo at={project.createdAt} />
        </p>
      </Card>
    </li>
  );
}
