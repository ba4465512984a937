'use client';

import { Sparkles } from 'lucide-react';
import { Button } from '@/components/button.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { useTrain } from './use-train.ts';

/** Trains with the default settings, without a dialog. */
export function TrainNow({ projectId }: { projectId: string }) {
  const train = useTrain(projectId);
  return (
    <>
      <ProblemNote error={train.error} className="w-full" />
      <Button
        tone="primary"
        busy={train.isPending || train.isSuccess}
        onClick={() => train.mutate({ algorithm: 'auto', budgetSeconds: 300 })}
      >
        <Sparkles aria-hidden="true" />
        Train now
      </Button>
    </>
  );
}
