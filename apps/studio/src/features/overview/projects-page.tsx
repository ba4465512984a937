'use client';

import { Plus, Telescope } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { LoadMore } from '@/components/load-more.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { Skeleton } from '@/components/skeleton.tsx';
import { useMe } from '@/features/auth/queries.ts';
import { useProjects } from '@/features/projects/queries.ts';
import { CreateProjectDialog } from './create-project-dialog.tsx';
import { ProjectCard } from './project-card.tsx';

export function ProjectsPage() {
  const [creating, setCreating] = useState(false);
  const me = useMe();
  const projects = useProjects();
  const rows = projects.rows ?? [];
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
      <ProblemNote error={projects.error} onRetry={projects.refetch} />
      {projects.isPending && (
        <div role="status" aria-label="Loading projects" className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          <Skeleton className="h-36" />
          <Skeleton className="h-36" />
        </div>
      )}
      {projects.rows?.length === 0 && (
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
      <LoadMore list={projects} />
      <CreateProjectDialog open={creating} onOpenChange={setCreating} />
    </>
  );
}
