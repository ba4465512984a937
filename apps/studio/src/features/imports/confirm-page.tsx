'use client';

import type { Import, ImportMode } from '@curio/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useApi } from '@/api/provider.tsx';
import { Button, ButtonLink } from '@/components/button.tsx';
import { ChoiceCards } from '@/components/radio-cards.tsx';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { useProject } from '@/features/projects/queries.ts';
import { kindWords, modeWords } from './field-words.ts';
import { FirstRows } from './first-rows.tsx';
import { addressOf, type ImportPlace, importKey, useImportIn } from './queries.ts';
import { WizardSteps } from './wizard-steps.tsx';

export function ConfirmPage(place: ImportPlace) {
  const { shown, error, refetch, isPending } = useImportIn(place, ['mapped']);
  return (
    <div className="mx-auto max-w-4xl">
      <WizardSteps at={2} />
      <PageHeader
        title="Confirm the import"
        note={
          shown && `${shown.filename} as ${kindWords[shown.kind].title.toLowerCase()}. Nothing has been written yet.`
        }
      />
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {isPending && <SkeletonRows label="Loading the import" />}
      {shown && <ConfirmForm place={place} draft={shown} />}
    </div>
  );
}

function ConfirmForm({ place, draft }: { place: ImportPlace; draft: Import }) {
  const api = useApi();
  const router = useRouter();
  const cache = useQueryClient();
  const project = useProject(place.projectId);
  const [mode, setMode] = useState<ImportMode>('upsert');
  const [asking, setAsking] = useState(false);
  const apply = useMutation({
    mutationFn: () => api.imports.apply(place.projectId, place.importId, mode),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: importKey(place.projectId, place.importId) });
      router.replace(addressOf(place, 'applying'));
    },
  });
  const one = kindWords[draft.kind].one;
  return (
    <form
      className="space-y-7"
      onSubmit={(event) => {
        event.preventDefault();
        if (mode === 'replace') setAsking(true);
        else apply.mutate();
      }}
    >
      <ChoiceCards<ImportMode>
        legend={`What about ${draft.kind} that are already in the project?`}
        name="mode"
        value={mode}
        onChange={setMode}
        choices={(Object.keys(modeWords) as ImportMode[]).map((each) => ({ value: each, ...modeWords[each] }))}
      />
      <FirstRows draft={draft} />
      {!asking && <ProblemNote error={apply.error} />}
      <div className="flex flex-wrap justify-between gap-3">
        <ButtonLink href={`/projects/${place.projectId}/imports/${place.importId}/map`}>Back to the mapping</ButtonLink>
        <Button type="submit" tone="primary" busy={apply.isPending || apply.isSuccess}>
          Import the file
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Replace every ${one}?`}
        action="Replace"
        typeToConfirm={project.data?.name ?? ''}
        busy={apply.isPending || apply.isSuccess}
        error={apply.error}
        onConfirm={() => apply.mutate()}
      >
        <p>
          Each {one} that {draft.filename} does not hold is removed from this project. If the file turns out to be bad,
          nothing changes at all.
        </p>
      </ConfirmDialog>
    </form>
  );
}
