'use client';

import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { ItemPicture } from '@/components/item-picture.tsx';
import { LoadMore } from '@/components/load-more.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { TimeAgo } from '@/components/time-ago.tsx';
import { useHistory } from './use-history.ts';

const shownFirst = 8;

/** The user's interactions, newest first. */
export function History({ projectId, userId }: { projectId: string; userId: string }) {
  const history = useHistory(projectId, userId);
  const [all, setAll] = useState(false);
  const events = history.rows?.map((event, index) => ({ ...event, id: `${index}-${event.itemId}` }));
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="mb-2 text-[0.9375rem] font-semibold tracking-tight">
        History
      </h2>
      <ProblemNote error={history.error} onRetry={history.refetch} />
      {history.isPending && <SkeletonRows rows={4} label="Loading the history" />}
      {events?.length === 0 && <p className="text-sm text-muted">No interactions yet.</p>}
      <ol className="space-y-1">
        {events?.slice(0, all ? undefined : shownFirst).map((event) => (
          <li key={event.id} className="flex items-center gap-3 py-1.5">
            <ItemPicture {...event} className="h-13.5 w-9 shrink-0 text-[0.625rem]" />
            <div className="min-w-0">
              <p className="line-clamp-1 text-[0.8125rem] font-medium" title={event.title ?? event.itemId}>
                {event.title ?? event.itemId}
              </p>
              <p className="text-xs text-muted">
                {event.type}
                {event.value !== null && event.value !== 1 && ` ${event.value}`} · <TimeAgo at={event.timestamp} />
              </p>
            </div>
          </li>
        ))}
      </ol>
      {events && !all && events.length > shownFirst && (
        <Button size="small" tone="quiet" className="mt-2" onClick={() => setAll(true)}>
          Show {events.length - shownFirst} more
        </Button>
      )}
      {all && <LoadMore list={history} />}
    </section>
  );
}
