'use client';

import type { Project } from '@curio/contracts';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { Dialog, DialogActions } from '@/components/dialog.tsx';
import { Field } from '@/components/field.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { RadioCards } from '@/components/radio-cards.tsx';
import { Select } from '@/components/select.tsx';
import { InteractionMeter } from './interaction-meter.tsx';
import { useAlgorithms } from './use-algorithms.ts';
import { useTrain } from './use-train.ts';

const budgets = { quick: 60, standard: 300, thorough: 1200 } as const;
type Budget = keyof typeof budgets;

export function TrainDialog({
  project,
  open,
  onOpenChange,
}: {
  project: Project;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const train = useTrain(project.id);
  const { list } = useAlgorithms();
  const [budget, setBudget] = useState<Budget>('standard');
  const [algorithm, setAlgorithm] = useState('auto');
  const description = list.find(({ name }) => name === algorithm)?.description;
  // The gate promotes only what `auto` chose, once a version is live.
  const staysCandidate = algorithm !== 'auto' && project.liveVersion !== null;
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={onOpenChange}
      title="Train a model"
      description="Trains on a snapshot of the current rows. The live version keeps serving until another version is promoted."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          train.mutate({ algorithm, budgetSeconds: budgets[budget] });
        }}
        className="space-y-5"
      >
        <InteractionMeter counts={project.counts} />
        <RadioCards<Budget>
          legend="Time budget"
          name="budget"
          value={budget}
          onChange={setBudget}
          columns={3}
          choices={[
            { value: 'quick', title: 'Quick', note: 'Up to 1 minute. For a first result.' },
            { value: 'standard', title: 'Standard', note: 'Up to 5 minutes. Recommended.' },
            { value: 'thorough', title: 'Thorough', note: 'Up to 20 minutes. Runs more trials.' },
          ]}
        />
        <details className="group">
          <summary className="flex w-fit cursor-pointer list-none items-center gap-1.5 rounded-md text-[0.8125rem] font-medium text-muted hover:text-ink">
            <ChevronRight className="size-3.5 transition-transform group-open:rotate-90" aria-hidden="true" />
            More options
          </summary>
          <Field
            label="Algorithm"
            hint={staysCandidate ? `${description} The version goes live only when you promote it.` : description}
            className="mt-3 max-w-sm"
          >
            {({ id }) => (
              <Select
                id={id}
                value={algorithm}
                onChange={setAlgorithm}
                choices={list.map(({ name, label }) => ({ value: name, label }))}
              />
            )}
          </Field>
        </details>
        <ProblemNote error={train.error} />
        <DialogActions>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            type="submit"
            tone="primary"
            busy={train.isPending || train.isSuccess}
            disabled={project.counts.items === 0}
          >
            Start training
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
