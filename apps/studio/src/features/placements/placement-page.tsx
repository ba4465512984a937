'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useApi } from '@/api/provider.tsx';
import { path } from '@/api/send.ts';
import { Button, ButtonLink } from '@/components/button.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { useMay } from '@/features/auth/use-may.ts';
import { PlacementForm } from './placement-form.tsx';

const DeletePlacementDialog = dynamic(() =>
  import('./delete-placement-dialog.tsx').then((module) => module.DeletePlacementDialog),
);

/** A stored placement. */
export function PlacementPage({ projectId, name }: { projectId: string; name: string }) {
  const api = useApi();
  const router = useRouter();
  const may = useMay('models:write');
  const [deleting, setDeleting] = useState(false);
  const placement = useQuery({
    queryKey: ['placement', projectId, name],
    queryFn: () => api.placements.get(projectId, name),
    // A refetch on focus would not change the draft, but the form must not start over from it either.
    refetchOnWindowFocus: false,
  });
  return (
    <>
      <PageHeader
        title={<span className="font-mono">{name}</span>}
        note="Settings that your app names in a query. A change counts with the next query."
        actions={
          placement.data && (
            <>
              <ButtonLink href={path`/projects/${projectId}/insights?placement=${name}`}>Insights</ButtonLink>
              <Button disabled={!may.allowed} title={may.refusal ?? undefined} onClick={() => setDeleting(true)}>
                Delete
              </Button>
            </>
          )
        }
      />
      <ProblemNote error={placement.error} onRetry={() => void placement.refetch()} />
      {placement.isPending && <SkeletonRows rows={8} label="Loading the placement" />}
      {placement.data && (
        <PlacementForm key={placement.data.name} projectId={projectId} stored={placement.data} taken={[]} />
      )}
      {deleting && (
        <DeletePlacementDialog
          projectId={projectId}
          name={name}
          onClose={() => setDeleting(false)}
          onDeleted={() => router.replace(path`/projects/${projectId}/placements`)}
        />
      )}
    </>
  );
}
