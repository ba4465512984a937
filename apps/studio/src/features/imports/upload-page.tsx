'use client';

import type { ImportKind } from '@curio/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useRef, useState } from 'react';
import { useApi } from '@/api/provider.tsx';
import { Button } from '@/components/button.tsx';
import { Card } from '@/components/card.tsx';
import { CodeBlock } from '@/components/code-block.tsx';
import { formatBytes, formatPercent } from '@/components/format.ts';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { ProgressBar } from '@/components/progress-bar.tsx';
import { RadioCards } from '@/components/radio-cards.tsx';
import { FilePicker } from './file-picker.tsx';
import { kindLabels } from './labels.ts';
import { importHref, importKey, importsKey } from './queries.ts';
import { WizardSteps } from './wizard-steps.tsx';

const kinds = Object.keys(kindLabels) as ImportKind[];

export function UploadPage({ projectId }: { projectId: string }) {
  const api = useApi();
  const router = useRouter();
  const cache = useQueryClient();
  const [kind, setKind] = useQueryState('kind', parseAsStringLiteral(kinds).withDefault('items'));
  const [sent, setSent] = useState<{ file: File; share: number } | null>(null);
  const abort = useRef<AbortController | null>(null);

  const upload = useMutation({
    mutationFn: (file: File) => {
      abort.current = new AbortController();
      const onProgress = (share: number) => setSent({ file, share });
      setSent({ file, share: 0 });
      return api.imports.upload({ projectId, kind, file, onProgress, signal: abort.current.signal });
    },
    onSuccess: (created) => {
      cache.setQueryData(importKey(projectId, created.id), created);
      void cache.invalidateQueries({ queryKey: importsKey(projectId), exact: true });
      router.push(importHref({ projectId, importId: created.id }, created.phase));
    },
  });
  const cancelled = abort.current?.signal.aborted === true;
  const busy = upload.isPending || upload.isSuccess;

  return (
    <div className="mx-auto max-w-3xl">
      <WizardSteps at={0} />
      <PageHeader
        title="Upload a file"
        note="CSV or TSV with a header row, optionally compressed with gzip. Encoding and delimiter are detected."
      />
      <div className="space-y-6">
        <RadioCards<ImportKind>
          legend="What does the file contain?"
          name="kind"
          value={kind}
          onChange={(next) => void setKind(next)}
          columns={3}
          choices={kinds.map((each) => ({
            value: each,
            title: kindLabels[each].title,
            note: kindLabels[each].note,
          }))}
        />
        {busy && sent ? (
          <Card className="p-5">
            <div className="flex flex-wrap items-center justify-between gap-3">
              <p className="min-w-0 break-words">
                <span className="font-medium">{sent.file.name}</span>{' '}
                <span className="text-muted">{formatBytes(sent.file.size)}</span>
              </p>
              {!upload.isSuccess && (
                <Button size="small" onClick={() => abort.current?.abort()}>
                  Cancel upload
                </Button>
              )}
            </div>
            <ProgressBar percent={sent.share * 100} label="Upload" className="mt-4" />
            <p className="mt-2 text-[0.8125rem] text-muted tabular-nums" role="status">
              {sent.share < 1 ? `${formatPercent(sent.share)} sent` : 'Sent. Reading the columns…'}
            </p>
          </Card>
        ) : (
          <>
            {!cancelled && <ProblemNote error={upload.error} />}
            <FilePicker onFile={(file) => upload.mutate(file)} />
          </>
        )}
        <CodeBlock label={`Example for ${kind} (your column names may differ)`} text={kindLabels[kind].example} />
      </div>
    </div>
  );
}
