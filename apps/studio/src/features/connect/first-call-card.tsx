'use client';

import clsx from 'clsx';
import { Check } from 'lucide-react';
import { path } from '@/api/send.ts';
import { ButtonLink } from '@/components/button.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { Skeleton } from '@/components/skeleton.tsx';
import { TimeAgo } from '@/components/time-ago.tsx';
import { useKeyUse } from './use-first-call.ts';

/** Waits for the first request with a key of the project, and says when it came. */
export function FirstCallCard({ projectId }: { projectId: string }) {
  const keys = useKeyUse(projectId);
  if (keys.error) return <ProblemNote error={keys.error} onRetry={() => void keys.refetch()} />;
  if (!keys.data) return <Skeleton className="h-18" />;
  const { used, usable } = keys.data;
  return (
    <div
      className={clsx(
        'flex flex-wrap items-center gap-x-4 gap-y-3 rounded-2xl border p-4 shadow-card transition-colors sm:p-5',
        used ? 'border-good/40 bg-good-soft' : 'border-line bg-surface',
      )}
    >
      <span aria-hidden="true" className="grid size-9 shrink-0 place-items-center">
        {used ? (
          <span className="grid size-9 place-items-center rounded-full bg-good text-surface">
            <Check className="size-5" />
          </span>
        ) : (
          <span className="relative grid size-4 place-items-center">
            <span className="absolute size-4 animate-ping rounded-full bg-live opacity-40" />
            <span className="size-2.5 rounded-full bg-live" />
          </span>
        )}
      </span>
      <div role="status" className="min-w-0 flex-1 basis-52">
        <p className="font-medium">{used ? 'Your app is connected' : 'Waiting for your first request…'}</p>
        <p className="text-[0.8125rem] text-muted">
          {used?.lastUsedAt ? (
            <>
              The key “{used.name}” was last used <TimeAgo at={used.lastUsedAt} />.
            </>
          ) : usable.length === 0 ? (
            'Create an API key first, then run the code below with it.'
          ) : (
            'Run the code below with your key. This turns green within seconds.'
          )}
        </p>
      </div>
      {used ? (
        <ButtonLink size="small" href={path`/projects/${projectId}/insights`}>
          See insights
        </ButtonLink>
      ) : (
        <ButtonLink
          size="small"
          tone={usable.length === 0 ? 'primary' : 'plain'}
          href={`${path`/projects/${projectId}/keys`}?create=true`}
        >
          {usable.length === 0 ? 'Create an API key' : 'Create another key'}
        </ButtonLink>
      )}
    </div>
  );
}
