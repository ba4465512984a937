'use client';

import { Info } from 'lucide-react';
import { ButtonLink } from '@/components/button.tsx';
import { Card } from '@/components/card.tsx';
import { formatCount, formatDuration, formatPercent } from '@/components/format.ts';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { ProgressBar } from '@/components/progress-bar.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { type ImportRef, useImportIn } from './queries.ts';
import { WizardSteps } from './wizard-steps.tsx';

export function ProgressPage(importRef: ImportRef) {
  const { shown, error, refetch, isPending } = useImportIn(importRef, ['queued', 'applying']);
  return (
    <div className="mx-auto max-w-3xl">
      <WizardSteps at={3} />
      <PageHeader title="Importing" note={shown?.filename} />
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {isPending && <SkeletonRows rows={2} label="Loading the import" />}
      {shown && (
        <Card className="p-6">
          <ProgressBar percent={shown.progress.percent} label="Import" />
          <dl className="mt-5 grid grid-cols-3 gap-3">
            <Figure
              label="Progress"
              value={shown.phase === 'queued' ? 'Queued' : formatPercent(shown.progress.percent / 100)}
            />
            <Figure
              label="Speed"
              value={shown.progress.rowsPerSecond > 0 ? `${formatCount(shown.progress.rowsPerSecond)} rows/s` : '–'}
            />
            <Figure
              label="Time left"
              value={shown.progress.secondsLeft === null ? '–' : formatDuration(shown.progress.secondsLeft)}
            />
          </dl>
          <div className="mt-6 flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4 text-sm text-muted">
            <p className="flex items-center gap-2">
              <Info className="size-4 shrink-0" aria-hidden="true" />
              You can close this page; the import continues.
            </p>
            <ButtonLink size="small" href={`/projects/${importRef.projectId}/imports`}>
              All imports
            </ButtonLink>
          </div>
        </Card>
      )}
    </div>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="mt-0.5 text-lg font-semibold tracking-tight tabular-nums">{value}</dd>
    </div>
  );
}
