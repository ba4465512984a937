'use client';

import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError } from '@/api/problem.ts';
import { ButtonLink } from '@/components/button.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { useProject } from './queries.ts';

/** Shows one “not found” message for all pages of a project that does not exist in this workspace. */
export function ProjectGate({ projectId, children }: { projectId: string; children: ReactNode }) {
  const project = useProject(projectId);
  if (!(project.error instanceof ApiError && project.error.status === 404)) return children;
  return (
    <>
      <h1 className="sr-only">Project not found</h1>
      <EmptyState
        icon={<SearchX />}
        title="This project is not in your workspace"
        action={
          <ButtonLink tone="primary" href="/projects">
            See your projects
          </ButtonLink>
        }
      >
        It may have been deleted, or it belongs to a workspace that you are not a member of.
      </EmptyState>
    </>
  );
}
