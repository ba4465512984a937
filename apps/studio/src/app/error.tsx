'use client';

import { Button } from '@/components/button.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';

/** Shown when a page throws. A tab older than the deployed studio fails to load chunks and needs a reload. */
export default function ErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  const outdated = error.name === 'ChunkLoadError';
  return (
    <main className="mx-auto max-w-xl px-6 py-24">
      <h1 className="mb-4 text-xl font-semibold tracking-tight">
        {outdated ? 'The studio has been updated' : 'This page could not be shown'}
      </h1>
      {outdated ? (
        <>
          <p className="mb-5 text-muted">This tab runs an older version of the studio. Reload it to continue.</p>
          <Button tone="primary" onClick={() => window.location.reload()}>
            Reload
          </Button>
        </>
      ) : (
        <ProblemNote error={error} onRetry={reset} />
      )}
    </main>
  );
}
