'use client';

import type { ImportKind } from '@curio/contracts';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useEffect } from 'react';
import { CodeBlock } from '@/components/code-block.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { RadioCards } from '@/components/radio-cards.tsx';
import { FilePicker } from './file-picker.tsx';
import { kindLabels } from './labels.ts';
import { importHref } from './queries.ts';
import { UploadRow } from './upload-row.tsx';
import { useUploads } from './use-uploads.ts';
import { WizardSteps } from './wizard-steps.tsx';

const kinds = Object.keys(kindLabels) as ImportKind[];

export function UploadPage({ projectId }: { projectId: string }) {
  const router = useRouter();
  const [kind, setKind] = useQueryState('kind', parseAsStringLiteral(kinds).withDefault('items'));
  const { uploads, add, pause, resume, cancel } = useUploads(projectId);
  // Of several files each is recognised by its columns; a single one goes on to the next step.
  const [first] = uploads;
  const only = uploads.length === 1 ? (first?.created ?? null) : null;
  const href = only && importHref({ projectId, importId: only.id }, only.phase);
  useEffect(() => {
    if (href) router.push(href);
  }, [href, router]);

  return (
    <div className="mx-auto max-w-3xl">
      <WizardSteps at={0} />
      <PageHeader
        title="Upload a file"
        note="CSV, TSV, Excel (.xlsx), JSON Lines or Parquet; ZIP and gzip are unpacked. Format, encoding and delimiter are recognised from the file."
      />
      <div className="space-y-6">
        {uploads.length === 0 && (
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
        )}
        {uploads.map((upload) => (
          <UploadRow
            key={upload.id}
            projectId={projectId}
            upload={upload}
            onPause={() => void pause(upload.id)}
            onResume={() => resume(upload.id)}
            onCancel={() => void cancel(upload.id)}
          />
        ))}
        {uploads.length === 0 && (
          <>
            <FilePicker onFiles={(files) => add(files, files.length === 1 ? kind : undefined)} />
            <CodeBlock label={`Example for ${kind} (your column names may differ)`} text={kindLabels[kind].example} />
          </>
        )}
      </div>
    </div>
  );
}
