'use client';

import type { PlacementSettings, Recommendation, RecommendInput } from '@curio/contracts';
import { PackageOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import { curlCommand } from '@/api/curl.ts';
import { useApi } from '@/api/provider.tsx';
import { path } from '@/api/send.ts';
import { Card } from '@/components/card.tsx';
import { CopyButton } from '@/components/copy-button.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { Segmented } from '@/components/segmented.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { AnswerModel, FallbackNote } from '@/features/query/answer-header.tsx';
import { ItemPicker } from '@/features/query/item-picker.tsx';
import { RankedList } from '@/features/query/ranked-list.tsx';
import { type Subject, views } from '@/features/query/subject.ts';
import { UserPicker } from '@/features/query/user-picker.tsx';

interface Answer {
  data: Recommendation | undefined;
  error: unknown;
  isPending: boolean;
  isPlaceholderData: boolean;
  refetch: () => unknown;
}

/** What the unsaved settings answer for a user, an item or a new visitor. */
export function PlacementPreview({
  projectId,
  subject,
  name,
  settings,
  answer,
  paused,
}: {
  projectId: string;
  subject: Subject;
  /** Of the stored placement; null: not stored yet. */
  name: string | null;
  settings: PlacementSettings;
  answer: Answer;
  /** The settings have an error that is shown at its field: the list is that of the last valid ones. */
  paused: boolean;
}) {
  const api = useApi();
  const { view, userId, itemId, request } = subject;
  const shown = useLastAnswer(answer.data);
  // A stored placement is called by its name; unsaved settings as they are.
  const body: RecommendInput = name === null ? { ...settings, ...request } : { placement: name, ...request };
  const command = curlCommand(api.address, {
    method: 'POST',
    path: path`/v1/projects/${projectId}/recommendations`,
    body,
  });
  return (
    <section aria-labelledby="preview" className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="preview" className="text-[0.9375rem] font-semibold tracking-tight">
          Preview
        </h2>
        <CopyButton text={command} label="Copy as an API call" />
      </div>
      <Segmented legend="Recommend for" value={view} onChange={subject.setView} choices={views} />
      {view === 'user' && <UserPicker projectId={projectId} userId={userId} onChoose={subject.setUser} />}
      {view === 'item' && <ItemPicker projectId={projectId} itemId={itemId} onChoose={subject.setItem} />}
      <ProblemNote error={answer.error} onRetry={() => void answer.refetch()} />
      {paused && (
        <p role="status" className="rounded-xl bg-warn-soft px-4 py-3 text-[0.8125rem] text-ink">
          A setting is not valid yet. This is the list before it.
        </p>
      )}
      {answer.isPending && !shown && <SkeletonRows rows={6} label="Loading the preview" />}
      {shown && (
        <>
          <p className="text-[0.8125rem] text-muted">
            <AnswerModel answer={shown} />
          </p>
          <FallbackNote answer={shown} />
          {shown.items.length === 0 ? (
            <div className="flex flex-col items-center gap-2 rounded-2xl border border-dashed border-line-strong/60 px-4 py-10 text-center">
              <PackageOpen className="size-5 text-muted" aria-hidden="true" />
              <p className="text-sm font-medium">No item is left</p>
              <p className="text-[0.8125rem] text-muted">
                The filter and the rules remove every item of the catalogue.
              </p>
            </div>
          ) : (
            <Card>
              <RankedList label="Previewed items" items={shown.items} faded={answer.isPlaceholderData || paused} />
            </Card>
          )}
        </>
      )}
    </section>
  );
}

/** The last answer stays while the settings are not valid. */
function useLastAnswer(data: Recommendation | undefined): Recommendation | undefined {
  const [last, setLast] = useState(data);
  useEffect(() => {
    if (data) setLast(data);
  }, [data]);
  return data ?? last;
}
