'use client';

import { Button } from '@/components/button.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';

/** The last resort of a page. A tab that is older than the studio's newest version needs that version's code. */
export default function ErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  const outdated = error.name === 'ChunkLoadError';
  return (
    <main className="mx-auto max-w-xl px-6 py-24">
      <h1 className="mb-4 text-xl font-semibold tracking-tight">
        {outdated ? 'The studio has been updated' : 'This page could not be shown'}
      </h1>
      {outdated ? (
        <>
          <p className="mb-5 text-muted">This tab still has the version before. Nothing is lost by loading it anew.</p>
          <Button tone="primary" onClick={() => window.location.reload()}>
            Load the new version
          </Button>
        </>
      ) : (
        <ProblemNote error={error} onRetry={reset} />
      )}
    </main>
  );
}
