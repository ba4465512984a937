'use client';

import type { RecommendInput } from '@curio/contracts';
import { Card } from '@/components/card.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { AnswerModel, FallbackNote } from '@/features/query/answer-header.tsx';
import { useRecommendations } from '@/features/query/queries.ts';
import { RankedList } from '@/features/query/ranked-list.tsx';
import { textOf } from '@/features/query/source-badge.tsx';
import { listed } from './listed.ts';

/** The lists of two versions for one query side by side, with the changes of rank in the second. */
export function Comparison({
  projectId,
  query,
  other,
}: {
  projectId: string;
  query: RecommendInput;
  /** The version of the second list. */
  other: number;
}) {
  const first = useRecommendations(projectId, { ...query, ...listed });
  const second = useRecommendations(projectId, { ...query, ...listed, modelVersion: other });
  const ranks = new Map(first.data?.items.map(({ itemId }, index) => [itemId, index + 1]));
  const shown = new Set(second.data?.items.map(({ itemId }) => itemId));
  const gone = first.data?.items.filter(({ itemId }) => !shown.has(itemId)) ?? [];
  const both = first.data && second.data;
  return (
    <div className="space-y-3">
      {both && (
        <p role="status" className="text-[0.8125rem] text-muted">
          {gone.length === 0 ? 'Both lists have the same items.' : describe(first.data.items.length, gone)}
        </p>
      )}
      <div className="grid items-start gap-4 md:grid-cols-2">
        {[first, second].map((list, index) => (
          <div key={index === 0 ? 'first' : 'second'} className="min-w-0">
            <h3 className="mb-2 text-[0.8125rem] font-medium">
              {list.data ? <AnswerModel answer={list.data} /> : 'Loading…'}
            </h3>
            {index === 1 && <ProblemNote error={list.error} onRetry={() => void list.refetch()} />}
            {list.isPending && <SkeletonRows rows={6} label="Loading recommendations" />}
            {list.data && <FallbackNote answer={list.data} />}
            {list.data && list.data.items.length > 0 && (
              <Card>
                <RankedList
                  label={index === 0 ? 'First version' : 'Second version'}
                  items={list.data.items}
                  before={index === 1 && both ? ranks : undefined}
                  faded={list.isPlaceholderData}
                />
              </Card>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

function describe(count: number, gone: readonly { itemId: string; fields?: Record<string, unknown> | undefined }[]) {
  const titles = gone.slice(0, 3).map(({ itemId, fields }) => `“${textOf(fields?.title) ?? itemId}”`);
  const more = gone.length > titles.length ? ` and ${gone.length - titles.length} more` : '';
  return `${gone.length} of ${count} items are not in the second list: ${titles.join(', ')}${more}.`;
}
