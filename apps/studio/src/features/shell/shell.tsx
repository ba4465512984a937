'use client';

import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { ApiError } from '@/api/problem.ts';
import { ProblemNote } from '@/components/problem-note.tsx';
import { Skeleton } from '@/components/skeleton.tsx';
import { useMe } from '@/features/auth/queries.ts';
import { Sidebar } from './sidebar.tsx';
import { TopBar } from './top-bar.tsx';

/** Sidebar and page for signed-in users; others are redirected to sign in and return here. */
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
      <TopBar />
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-6xl px-4 py-7 outline-hidden sm:px-8 sm:py-10">
        {me.data ? (
          children
        ) : me.error && !signedOut ? (
          <LoadError error={me.error} retry={me.refetch} />
        ) : (
          <ShellSkeleton />
        )}
      </main>
    </div>
  );
}

function LoadError({ error, retry }: { error: Error; retry: () => unknown }) {
  return (
    <div className="mx-auto max-w-xl">
      <h1 className="mb-4 text-xl font-semibold tracking-tight">The workspace could not be loaded</h1>
      <ProblemNote error={error} onRetry={() => void retry()} />
    </div>
  );
}

function ShellSkeleton() {
  return (
    <div role="status" aria-label="Loading the workspace" className="space-y-4">
      <Skeleton className="h-8 w-56" />
      <Skeleton className="h-4 w-80" />
      <Skeleton className="mt-8 h-44" />
    </div>
  );
}
