'use client';

import { CopyButton } from '@/components/copy-button.tsx';

export function ProjectId({ projectId }: { projectId: string }) {
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-[0.8125rem] text-muted">
      Project id <code className="font-mono text-xs break-all text-ink">{projectId}</code>
      <CopyButton text={projectId} label="Copy id" tone="quiet" />
    </p>
  );
}
