'use client';

import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { Button } from '@/components/button.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { Skeleton } from '@/components/skeleton.tsx';
import { type FilterDraft, groupOf, toFilter } from './filter-draft.ts';
import { firstField, newCondition } from './operators.ts';
import { useItemFields } from './queries.ts';

// Loaded with the first condition.
const GroupEditor = dynamic(() => import('./group-editor.tsx').then((module) => module.GroupEditor), {
  loading: () => <Skeleton className="h-28" />,
});

interface BuilderProps {
  projectId: string;
  /** In the form of `normaliseFilter`; undefined: no filter. */
  filter: FilterDraft | undefined;
  /** JSON pointer of the filter in the settings. */
  pointer: string;
  onChange: (filter: FilterDraft | undefined) => void;
  /** What holds without a filter. */
  empty: string;
}

/** Conditions over the item fields of the project, in groups that can be nested. */
export function FilterBuilder({ projectId, filter, pointer, onChange, empty }: BuilderProps) {
  const fields = useItemFields(projectId);
  if (fields.error) return <ProblemNote error={fields.error} onRetry={() => void fields.refetch()} />;
  if (!fields.data) return <Skeleton className="h-14" />;
  const all = fields.data.data;
  const first = firstField(all);
  if (filter === undefined || !groupOf(filter)) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3 rounded-xl border border-dashed border-line-strong/60 py-2 pr-2 pl-4">
        <p className="text-[0.8125rem] text-muted">{empty}</p>
        <Button size="small" onClick={() => first && onChange(toFilter('all', [newCondition(first)]))}>
          <Plus aria-hidden="true" />
          Add a condition
        </Button>
      </div>
    );
  }
  return (
    <div className="@container">
      <GroupEditor
        projectId={projectId}
        fields={all}
        filter={filter}
        pointer={pointer}
        depth={1}
        onChange={onChange}
        onRemove={() => onChange(undefined)}
      />
    </div>
  );
}
