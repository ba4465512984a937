'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '@/components/button.tsx';
import { Card } from '@/components/card.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SearchInput } from '@/components/search-input.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';

/** Shows the chosen user or item; “Change” opens a search. */
export function Picker<T>({
  label,
  chosen,
  text,
  onText,
  rows,
  error,
  idOf,
  row,
  onChoose,
}: {
  label: string;
  chosen: ReactNode;
  text: string;
  onText: (text: string) => void;
  rows: readonly T[] | undefined;
  error: unknown;
  idOf: (found: T) => string;
  row: (found: T) => ReactNode;
  onChoose: (found: T) => void;
}) {
  const [open, setOpen] = useState(false);
  const searching = open || chosen === null;
  if (!searching) {
    return (
      <Card className="flex items-center justify-between gap-3 p-4">
        <div className="min-w-0">{chosen}</div>
        <Button size="small" onClick={() => setOpen(true)}>
          Change
        </Button>
      </Card>
    );
  }
  return (
    <Card className="p-3">
      <SearchInput label={label} value={text} onChange={(event) => onText(event.target.value)} />
      <ProblemNote error={error} className="mt-3" />
      {rows === undefined && !error && <SkeletonRows rows={4} />}
      {rows?.length === 0 && (
        <p role="status" className="px-2 py-6 text-center text-[0.8125rem] text-muted">
          {text ? `No match for “${text}”.` : 'None yet.'}
        </p>
      )}
      <ul className="mt-2 max-h-96 overflow-y-auto">
        {rows?.map((found) => (
          <li key={idOf(found)}>
            <button
              type="button"
              className="flex w-full items-center gap-3 rounded-lg px-2 py-1.5 text-left hover:bg-sunken focus-visible:-outline-offset-2"
              onClick={() => {
                onChoose(found);
                setOpen(false);
                onText('');
              }}
            >
              {row(found)}
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
