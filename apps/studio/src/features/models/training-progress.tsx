'use client';

import type { Model } from '@curio/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/provider.tsx';
import { Button } from '@/components/button.tsx';
import { Card } from '@/components/card.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { ProgressBar } from '@/components/progress-bar.tsx';
import { modelsKey } from './queries.ts';

export function TrainingProgress({ projectId, model }: { projectId: string; model: Model }) {
  const api = useApi();
  const cache = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => api.models.cancel(projectId, model.version),
    onSuccess: () => cache.invalidateQueries({ queryKey: modelsKey(projectId) }),
  });
  const { stage, percent, message } = model.progress;
  return (
    <Card className="p-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="min-w-0">
          <span className="inline-block font-medium first-letter:uppercase">
            {model.status === 'queued' ? 'Queued' : stage}
          </span>
          {message && <span className="text-muted"> · {message}</span>}
        </p>
        <Button size="small" busy={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel training
        </Button>
      </div>
      <div className="mt-4 flex items-center gap-4">
        <ProgressBar percent={percent} label="Training" className="flex-1" />
        <span className="w-10 text-right text-sm font-medium tabular-nums">{Math.round(percent)} %</span>
      </div>
      <p className="mt-4 text-[0.8125rem] text-muted">You can close this page; training continues.</p>
      <ProblemNote error={cancel.error} className="mt-4" />
    </Card>
  );
}
