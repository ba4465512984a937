'use client';

import clsx from 'clsx';
import { Eye } from 'lucide-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { ButtonLink } from '@/components/button.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { useProject } from '@/features/projects/queries.ts';
import { ItemPreview } from './item-preview.tsx';
import { UserPreview } from './user-preview.tsx';
import { VisitorPreview } from './visitor-preview.tsx';

const views = [
  { value: 'user', label: 'A user' },
  { value: 'item', label: 'An item' },
  { value: 'visitor', label: 'A new visitor' },
] as const;
type View = (typeof views)[number]['value'];

export function PreviewPage({ projectId }: { projectId: string }) {
  const project = useProject(projectId);
  const counts = project.data?.counts;
  const [chosen, setChosen] = useQueryState('as', parseAsStringLiteral(views.map((view) => view.value)));
  const view: View = chosen ?? (counts && counts.users === 0 ? 'item' : 'user');
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
          <ViewChoice view={view} onView={(next) => void setChosen(next)} />
          {view === 'user' && <UserPreview projectId={projectId} />}
          {view === 'item' && <ItemPreview projectId={projectId} />}
          {view === 'visitor' && <VisitorPreview projectId={projectId} />}
        </div>
      )}
    </>
  );
}

function ViewChoice({ view, onView }: { view: View; onView: (view: View) => void }) {
  return (
    <fieldset className="inline-flex max-w-full rounded-xl bg-sunken p-1 ring-1 ring-line ring-inset">
      <legend className="sr-only">Recommend for</legend>
      {views.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          aria-pressed={view === value}
          onClick={() => onView(value)}
          className={clsx(
            'h-8 rounded-lg px-3.5 text-[0.8125rem] font-medium max-[360px]:px-2.5',
            view === value ? 'bg-surface text-ink shadow-card' : 'text-muted hover:text-ink',
          )}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
