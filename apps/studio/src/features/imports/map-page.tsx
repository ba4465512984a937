'use client';

import type { Import, Mapping } from '@curio/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useApi } from '@/api/provider.tsx';
import { formatBytes } from '@/components/format.ts';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { ColumnList } from './column-list.tsx';
import { DefaultInteractionType } from './default-interaction-type.tsx';
import { kindLabels } from './labels.ts';
import { MappingBar } from './mapping-bar.tsx';
import { fittedMapping, initialMapping, missingFields, openQuestions, type Target } from './mapping-draft.ts';
import { type ImportRef, importKey, useImportIn } from './queries.ts';
import { ReadingBar } from './reading-bar.tsx';
import { SavedMappings } from './saved-mappings.tsx';
import { useSavedDraft } from './use-saved-draft.ts';
import { WizardSteps } from './wizard-steps.tsx';

export function MapPage(importRef: ImportRef) {
  const { shown, error, refetch, isPending } = useImportIn(importRef, ['uploaded', 'mapped']);
  return (
    <div className="mx-auto max-w-5xl">
      <WizardSteps at={1} />
      <PageHeader title="Map the columns" note={shown && describe(shown)} />
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {isPending && <SkeletonRows rows={6} label="Loading the columns" />}
      {shown && <ReadingBar importRef={importRef} draft={shown} />}
      {/* A file that is read again has other columns. */}
      {shown && <MappingForm key={JSON.stringify([shown.kind, shown.detected])} importRef={importRef} draft={shown} />}
    </div>
  );
}

function MappingForm({ importRef, draft }: { importRef: ImportRef; draft: Import }) {
  const api = useApi();
  const router = useRouter();
  const cache = useQueryClient();
  const [mapping, setMapping] = useState(() => initialMapping(draft.mapping));
  const [before] = useState(draft.mapping);
  // Another mapping that is taken over mounts the list again: its text fields keep what was typed.
  const [taken, setTaken] = useState(0);
  const saved = useSavedDraft(importRef);
  const change = (next: Mapping) => {
    setMapping(next);
    saved.edit(next);
  };
  const save = useMutation({
    mutationFn: async () => {
      await saved.stop();
      return api.imports.map(importRef.projectId, importRef.importId, mapping);
    },
    onSuccess: (mapped) => {
      cache.setQueryData(importKey(importRef.projectId, importRef.importId), mapped);
      router.push(`/projects/${importRef.projectId}/imports/${importRef.importId}/confirm`);
    },
  });
  const missing = missingFields(draft.kind, mapping);
  const questions = openQuestions(draft.columns, mapping);
  const setTarget = (column: string, target: Target) =>
    change({ ...mapping, columns: { ...mapping.columns, [column]: target } });
  const needsType = draft.kind === 'interactions' && !Object.values(mapping.columns).some((t) => t.field === 'type');

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (missing.length === 0 && questions.size === 0) save.mutate();
      }}
      className="space-y-5 pb-4"
    >
      {needsType && (
        <DefaultInteractionType
          value={mapping.defaults?.type ?? ''}
          onChange={(type) => change({ ...mapping, defaults: { ...mapping.defaults, type } })}
        />
      )}
      <SavedMappings
        kind={draft.kind}
        mapping={mapping}
        onUse={(other) => {
          change(fittedMapping(draft.columns, mapping, other));
          setTaken(taken + 1);
        }}
      />
      <ColumnList
        key={taken}
        kind={draft.kind}
        columns={draft.columns}
        mapping={mapping}
        before={before}
        questions={questions}
        onTarget={setTarget}
      />
      <ProblemNote error={save.error} />
      <MappingBar
        missing={missing}
        questions={questions.size}
        draft={saved.state}
        busy={save.isPending || save.isSuccess}
      />
    </form>
  );
}

function describe({ filename, bytes, kind, columns }: Import): string {
  return `${filename} (${formatBytes(bytes)}) as ${kindLabels[kind].title.toLowerCase()}: ${columns.length} columns.`;
}
