import { Check, CircleAlert } from 'lucide-react';
import { Button } from '@/components/button.tsx';
import { labelOf } from './labels.ts';
import type { DraftState } from './use-saved-draft.ts';

/** Sticky bar: the required fields that are missing, and the button to continue. */
export function MappingBar({
  missing,
  questions,
  draft,
  busy,
}: {
  missing: readonly string[];
  questions: number;
  draft: DraftState;
  busy: boolean;
}) {
  const ready = missing.length === 0 && questions === 0;
  return (
    <div className="sticky bottom-3 z-10 flex flex-wrap items-center justify-between gap-3 rounded-2xl border border-line bg-raised p-3 pl-4 shadow-popup">
      <div role="status" className="flex min-w-0 items-center gap-2.5">
        {ready ? (
          <Check className="size-4 shrink-0 text-good" aria-hidden="true" />
        ) : (
          <CircleAlert className="size-4 shrink-0 text-warn" aria-hidden="true" />
        )}
        {ready ? (
          <span>All required fields are mapped.</span>
        ) : (
          <span>
            {missing.length > 0 && (
              <>
                Missing: <strong className="font-semibold">{missing.map(labelOf).join(', ')}</strong>.{' '}
              </>
            )}
            {questions > 0 &&
              (questions === 1 ? '1 column needs your input.' : `${questions} columns need your input.`)}
          </span>
        )}
      </div>
      {draft !== null && <span className="ml-auto text-[0.8125rem] text-muted">{draftLabels[draft]}</span>}
      <Button type="submit" tone="primary" busy={busy} disabled={!ready}>
        Continue
      </Button>
    </div>
  );
}

const draftLabels: Record<NonNullable<DraftState>, string> = {
  saving: 'Saving…',
  saved: 'Edits saved',
  failed: 'Edits not saved yet',
};
