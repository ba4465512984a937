'use client';

import { PageHeader } from '@/components/page-header.tsx';
import { usePlacements } from '@/features/query/queries.ts';
import { PlacementForm } from './placement-form.tsx';

/** A placement that is not stored yet. */
export function NewPlacementPage({ projectId }: { projectId: string }) {
  const placements = usePlacements(projectId);
  return (
    <>
      <PageHeader
        title="New placement"
        note="A named place in your app. Your app names it in a query, and you change its settings here."
      />
      <PlacementForm projectId={projectId} stored={null} taken={placements.rows?.map(({ name }) => name) ?? []} />
    </>
  );
}
