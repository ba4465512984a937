'use client';

import type { ApplySettings, Import, ImportMode, UnknownItems } from '@curio/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useApi } from '@/api/provider.tsx';
import { Button, ButtonLink } from '@/components/button.tsx';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { formatCount } from '@/components/format.ts';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { RadioCards } from '@/components/radio-cards.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { useProject } from '@/features/projects/queries.ts';
import { DryRunReport } from './dry-run-report.tsx';
import { FirstRows } from './first-rows.tsx';
import { kindLabels, modeLabels, unknownItemLabels } from './labels.ts';
import { type ImportRef, importHref, importKey, useImportIn } from './queries.ts';
import { WizardSteps } from './wizard-steps.tsx';

export function ConfirmPage(importRef: ImportRef) {
  const { shown, error, refetch, isPending } = useImportIn(importRef, ['mapped']);
  return (
    <div className="mx-auto max-w-4xl">
      <WizardSteps at={2} />
      <PageHeader
        title="Confirm the import"
        note={
          shown && `${shown.filename} as ${kindLabels[shown.kind].title.toLowerCase()}. Nothing has been imported yet.`
        }
      />
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {isPending && <SkeletonRows label="Loading the import" />}
      {shown && <ConfirmForm importRef={importRef} draft={shown} />}
    </div>
  );
}

function ConfirmForm({ importRef, draft }: { importRef: ImportRef; draft: Import }) {
  const api = useApi();
  const router = useRouter();
  const cache = useQueryClient();
  const project = useProject(importRef.projectId);
  const [mode, setMode] = useState<ImportMode>(draft.dryRun?.mode ?? 'upsert');
  const [unknownItems, setUnknownItems] = useState<UnknownItems>(draft.dryRun?.unknownItems ?? 'keep');
  const [asking, setAsking] = useState(false);
  const settings: Partial<ApplySettings> = { mode, unknownItems };
  const tried = draft.dryRun?.mode === mode && draft.dryRun.unknownItems === unknownItems ? draft.dryRun : null;
  const overlap = draft.dryRun?.overlap;
  const tryIt = useMutation({
    mutationFn: () => api.imports.dryRun(importRef.projectId, importRef.importId, settings),
    onSuccess: (queued) => cache.setQueryData(importKey(importRef.projectId, importRef.importId), queued),
  });
  const apply = useMutation({
    mutationFn: () => api.imports.apply(importRef.projectId, importRef.importId, settings),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: importKey(importRef.projectId, importRef.importId) });
      router.replace(importHref(importRef, 'applying'));
    },
  });
  return (
    <form
      className="space-y-7"
      onSubmit={(event) => {
        event.preventDefault();
        if (mode === 'replace') setAsking(true);
        else apply.mutate();
      }}
    >
      <RadioCards<ImportMode>
        legend={`How to treat ${draft.kind} that are already in the project`}
        name="mode"
        value={mode}
        onChange={setMode}
        choices={(Object.keys(modeLabels) as ImportMode[]).map((each) => ({ value: each, ...modeLabels[each] }))}
      />
      {overlap && overlap.known < overlap.items && (
        <RadioCards<UnknownItems>
          legend="Items that are not in your catalogue"
          name="unknownItems"
          value={unknownItems}
          onChange={setUnknownItems}
          columns={3}
          choices={(Object.keys(unknownItemLabels) as UnknownItems[]).map((each) => ({
            value: each,
            ...unknownItemLabels[each],
          }))}
        />
      )}
      {tried && <DryRunReport importRef={importRef} draft={draft} dryRun={tried} />}
      <ProblemNote error={tryIt.error} />
      <FirstRows draft={draft} />
      {!asking && <ProblemNote error={apply.error} />}
      <div className="flex flex-wrap justify-between gap-3">
        <ButtonLink href={`/projects/${importRef.projectId}/imports/${importRef.importId}/map`}>
          Back to the mapping
        </ButtonLink>
        <div className="flex flex-wrap gap-3">
          <Button busy={tryIt.isPending || draft.task === 'dry-run'} onClick={() => tryIt.mutate()}>
            Check the whole file
          </Button>
          <Button type="submit" tone="primary" busy={apply.isPending || apply.isSuccess}>
            Import the file
          </Button>
        </div>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Replace all ${draft.kind}?`}
        action="Replace"
        typeToConfirm={project.data?.name ?? ''}
        busy={apply.isPending || apply.isSuccess}
        error={apply.error}
        onConfirm={() => apply.mutate()}
      >
        <p>
          {tried?.rows
            ? `${formatCount(tried.rows.removed)} ${draft.kind} that are not in ${draft.filename} are removed from this project.`
            : `All ${draft.kind} that are not in ${draft.filename} are removed from this project.`}{' '}
          If the file is rejected, nothing changes. The import can be undone.
        </p>
      </ConfirmDialog>
    </form>
  );
}
