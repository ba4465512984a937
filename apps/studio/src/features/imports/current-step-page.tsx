'use client';

import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { type ImportPlace, useImportIn } from './queries.ts';

/** The import's own address leads to wherever it stands. */
export function ResumePage(place: ImportPlace) {
  const { error, refetch } = useImportIn(place, []);
  return (
    <>
      <h1 className="sr-only">Import</h1>
      {error ? (
        <ProblemNote error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows label="Opening the import" />
      )}
    </>
  );
}
