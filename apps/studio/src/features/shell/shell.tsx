'use client';

import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { ApiError } from '@/api/problem.ts';
import { ProblemNote } from '@/components/problem-note.tsx';
import { Skeleton } from '@/components/skeleton.tsx';
import { useMe } from '@/features/auth/queries.ts';
import { NarrowBar } from './top-bar.tsx';
import { Sidebar } from './sidebar.tsx';

/** Sidebar and page, for people who are signed in; others are sent to sign in and come back here. */
export function Shell({ children }: { children: ReactNode }) {
  const me = useMe();
  const router = useRouter();
  const pathname = usePathname();
  const signedOut = me.error instanceof ApiError && me.error.status === 401;
  useEffect(() => {
    if (signedOut) router.replace(`/sign-in?next=${encodeURIComponent(pathname)}`);
  }, [signedOut, router, pathname]);

  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only z-50 rounded-lg bg-accent px-4 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to content
      </a>
      <header className="hidden border-r border-line bg-surface lg:block">
        <div className="sticky top-0 h-dvh">
          <Sidebar />
        </div>
      </header>
      <NarrowBar />
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-6xl px-4 py-7 outline-hidden sm:px-8 sm:py-10">
        {me.data ? children : me.error && !signedOut ? <Failure error={me.error} retry={me.refetch} /> : <Waiting />}
      </main>
    </div>
  );
}

function Failure({ error, retry }: { error: Error; retry: () => unknown }) {
  return (
    <div className="mx-auto max-w-xl">
      <h1 className="mb-4 text-xl font-semibold tracking-tight">Your workspace could not be opened</h1>
      <ProblemNote error={error} onRetry={() => void retry()} />
    </div>
  );
}

function Waiting() {
  return (
    <div role="status" aria-label="Opening your workspace" className="space-y-4">
      <Skeleton className="h-8 w-56" />
      <Skeleton className="h-4 w-80" />
      <Skeleton className="mt-8 h-44" />
    </div>
  );
}
