'use client';

import { Button, ButtonLink } from '@/components/button.tsx';
import { Card } from '@/components/card.tsx';
import { formatBytes, formatDuration, formatPercent } from '@/components/format.ts';
import { ProblemNote } from '@/components/problem-note.tsx';
import { ProgressBar } from '@/components/progress-bar.tsx';
import { kindLabels } from './labels.ts';
import { importHref } from './queries.ts';
import type { FileUpload } from './use-uploads.ts';

interface UploadRowProps {
  projectId: string;
  upload: FileUpload;
  onPause: () => void;
  onResume: () => void;
  onCancel: () => void;
}

/** One file on its way: progress, speed and time left, and what it was recognised as. */
export function UploadRow({ projectId, upload, onPause, onResume, onCancel }: UploadRowProps) {
  const { file, phase, bytesSent, created, error } = upload;
  const share = file.size === 0 ? 0 : bytesSent / file.size;
  return (
    <Card className="p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 break-words">
          <span className="font-medium">{file.name}</span> <span className="text-muted">{formatBytes(file.size)}</span>
        </p>
        <div className="flex gap-2">
          {(phase === 'sending' || phase === 'retrying') && (
            <Button size="small" onClick={onPause}>
              Pause
            </Button>
          )}
          {(phase === 'paused' || (phase === 'failed' && share < 1)) && (
            <Button size="small" onClick={onResume}>
              Continue
            </Button>
          )}
          {phase !== 'done' && phase !== 'reading' && (
            <Button size="small" onClick={onCancel}>
              {phase === 'failed' ? 'Remove' : 'Cancel upload'}
            </Button>
          )}
          {created && (
            <ButtonLink
              size="small"
              tone="primary"
              href={importHref({ projectId, importId: created.id }, created.phase)}
              aria-label={`Map the columns of ${file.name}`}
            >
              Map the columns
            </ButtonLink>
          )}
        </div>
      </div>
      {phase === 'failed' && <ProblemNote error={error} className="mt-4" />}
      {phase !== 'failed' && phase !== 'done' && (
        <ProgressBar percent={share * 100} label={`Upload of ${file.name}`} className="mt-4" />
      )}
      {phase !== 'failed' && (
        <p className="mt-2 text-[0.8125rem] text-muted tabular-nums" role="status">
          {sentenceOf(upload, share)}
        </p>
      )}
    </Card>
  );
}

function sentenceOf({ phase, file, bytesSent, bytesPerSecond, created }: FileUpload, share: number): string {
  const sent = `${formatPercent(share)} sent`;
  switch (phase) {
    case 'waiting':
      return 'Waiting for the files before it.';
    case 'retrying':
      return `${sent}. The connection broke; trying again…`;
    case 'paused':
      return `${sent}. Paused.`;
    case 'reading':
      return 'Sent. Reading the columns…';
    case 'done':
      return created ? `Recognised as ${kindLabels[created.kind].title.toLowerCase()}.` : 'Done.';
    default: {
      if (bytesPerSecond === null || bytesPerSecond <= 0) return sent;
      const left = formatDuration((file.size - bytesSent) / bytesPerSecond);
      return `${sent}, ${formatBytes(bytesPerSecond)}/s, ${left} left`;
    }
  }
}
