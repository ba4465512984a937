'use client';

import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { type ImportRef, useImportIn } from './queries.ts';

/** Redirects from the import's own URL to the page of its phase. */
export function CurrentStepPage(importRef: ImportRef) {
  const { error, refetch } = useImportIn(importRef, []);
  return (
    <>
      <h1 className="sr-only">Import</h1>
      {error ? (
        <ProblemNote error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows label="Loading the import" />
      )}
    </>
  );
}
