'use client';

import { ProblemNote } from '@/components/problem-note.tsx';

export default function ErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <main className="mx-auto max-w-xl px-6 py-24">
      <h1 className="mb-4 text-xl font-semibold tracking-tight">This page could not be shown</h1>
      <ProblemNote error={error} onRetry={reset} />
    </main>
  );
}
