'use client';

import { Eye } from 'lucide-react';
import { ButtonLink } from '@/components/button.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { Segmented } from '@/components/segmented.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { useProject } from '@/features/projects/queries.ts';
import { useSubject, views } from '@/features/query/subject.ts';
import { ItemPreview } from './item-preview.tsx';
import { UserPreview } from './user-preview.tsx';
import { VisitorPreview } from './visitor-preview.tsx';

export function PreviewPage({ projectId }: { projectId: string }) {
  const project = useProject(projectId);
  const counts = project.data?.counts;
  const subject = useSubject(projectId, counts?.users === 0);
  const { view, setView } = subject;
  return (
    <>
      <PageHeader
        title="Preview"
        note="The recommendations that your app gets for a user, an item or a new visitor, with reasons."
      />
      <ProblemNote error={project.error} onRetry={() => void project.refetch()} />
      {project.isPending && <SkeletonRows label="Loading the project" />}
      {counts?.items === 0 && (
        <EmptyState
          icon={<Eye />}
          title="No items yet"
          action={
            <ButtonLink tone="primary" href={`/projects/${projectId}/imports/new?kind=items`}>
              Upload items
            </ButtonLink>
          }
        >
          Upload items first. Recommendations are available immediately and become personal once a model is live.
        </EmptyState>
      )}
      {counts && counts.items > 0 && (
        <div className="space-y-6">
          <Segmented legend="Recommend for" value={view} onChange={setView} choices={views} />
          {view === 'user' && <UserPreview projectId={projectId} subject={subject} />}
          {view === 'item' && <ItemPreview projectId={projectId} subject={subject} />}
          {view === 'visitor' && <VisitorPreview projectId={projectId} />}
        </div>
      )}
    </>
  );
}
