'use client';

import type { RecommendInput } from '@curio/contracts';
import { skipToken, useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleSlash, Search } from 'lucide-react';
import { useQueryState } from 'nuqs';
import { useState } from 'react';
import { useApi } from '@/api/provider.tsx';
import { Button } from '@/components/button.tsx';
import { Card, Section } from '@/components/card.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { Skeleton } from '@/components/skeleton.tsx';
import { ItemPicker } from '@/features/query/item-picker.tsx';
import { useItem } from '@/features/query/queries.ts';
import { explanationSentence } from './explanation-sentence.ts';

/** Says of any item where it is in the list, or what removed it. */
export function WhyNot({ projectId, query }: { projectId: string; query: Omit<RecommendInput, 'itemId'> }) {
  const api = useApi();
  const [itemId, setItemId] = useQueryState('why');
  const [choosing, setChoosing] = useState(false);
  const item = useItem(projectId, itemId);
  const answer = useQuery({
    queryKey: ['explain', projectId, query, itemId],
    queryFn: itemId === null ? skipToken : ({ signal }) => api.explain(projectId, { ...query, itemId }, signal),
  });
  const sentence = answer.data && explanationSentence(answer.data, item.data?.title ?? answer.data.itemId);
  const Icon = sentence?.listed ? CircleCheck : CircleSlash;
  return (
    <Section
      title="Why not this item?"
      note="Choose any item: its rank and score in this list, or the filter or rule that removed it."
      className="mt-8"
    >
      {itemId === null && !choosing ? (
        <Button onClick={() => setChoosing(true)}>
          <Search aria-hidden="true" />
          Choose the item
        </Button>
      ) : (
        <ItemPicker
          projectId={projectId}
          itemId={itemId}
          onChoose={(chosen) => void setItemId(chosen)}
          label="Find the missing item by title or id"
        />
      )}
      <div role="status">
        {itemId !== null && answer.isPending && <Skeleton className="h-16" />}
        {sentence && (
          <Card className="flex gap-3 p-4">
            <Icon
              className={`mt-0.5 size-4 shrink-0 ${sentence.listed ? 'text-good' : 'text-warn'}`}
              aria-hidden="true"
            />
            <div className="min-w-0 space-y-1">
              <p className="font-medium break-words">{sentence.text}</p>
              {sentence.fix && <p className="text-[0.8125rem] text-muted">{sentence.fix}</p>}
              {answer.data.reasons.map(({ text }) => (
                <p key={text} className="text-[0.8125rem] text-muted">
                  {text}
                </p>
              ))}
            </div>
          </Card>
        )}
      </div>
      <ProblemNote error={answer.error} onRetry={() => void answer.refetch()} />
    </Section>
  );
}
