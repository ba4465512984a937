'use client';

import type { Item } from '@curio/contracts';
import { MousePointerClick, X } from 'lucide-react';
import { parseAsArrayOf, parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { Card } from '@/components/card.tsx';
import { ItemPicture } from '@/components/item-picture.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { ScrollRegion } from '@/components/scroll-region.tsx';
import { SearchInput } from '@/components/search-input.tsx';
import { useItems } from '@/features/query/queries.ts';
import { TwoColumns } from '@/features/query/two-columns.tsx';
import { useDebounced } from '@/features/query/use-debounced.ts';
import { Recommendations } from './recommendations.tsx';

/** Recommendations for an anonymous session: each clicked item is added to the session. */
export function VisitorPreview({ projectId }: { projectId: string }) {
  const [session, setSession] = useQueryState('session', parseAsArrayOf(parseAsString).withDefault([]));
  const [clicked, setClicked] = useState<Record<string, Item>>({});
  const [text, setText] = useState('');
  const items = useItems(projectId, useDebounced(text.trim()), 18);
  const add = (item: Item) => {
    setClicked((before) => ({ ...before, [item.itemId]: item }));
    void setSession([item.itemId, ...session.filter((each) => each !== item.itemId)]);
  };
  return (
    <TwoColumns
      left={
        <>
          <section aria-labelledby="session">
            <div className="mb-2 flex h-8 items-center justify-between">
              <h2 id="session" className="text-[0.9375rem] font-semibold tracking-tight">
                This session
              </h2>
              {session.length > 0 && (
                <Button size="small" tone="quiet" onClick={() => void setSession(null)}>
                  Clear
                </Button>
              )}
            </div>
            {session.length === 0 && (
              <p className="flex items-center gap-2 text-sm text-muted">
                <MousePointerClick className="size-4 shrink-0" aria-hidden="true" />
                Click items below to simulate a visit.
              </p>
            )}
            <ol className="space-y-1">
              {session.map((itemId) => (
                <li key={itemId} className="flex items-center gap-3 py-1">
                  <ItemPicture
                    itemId={itemId}
                    title={clicked[itemId]?.title ?? itemId}
                    imageUrl={clicked[itemId]?.imageUrl ?? null}
                    className="h-12 w-8 shrink-0 text-[0.625rem]"
                  />
                  <span className="line-clamp-1 flex-1 text-[0.8125rem] font-medium">
                    {clicked[itemId]?.title ?? itemId}
                  </span>
                  <Button
                    size="icon"
                    tone="quiet"
                    aria-label={`Remove ${clicked[itemId]?.title ?? itemId} from the session`}
                    onClick={() => void setSession(session.filter((each) => each !== itemId))}
                  >
                    <X aria-hidden="true" />
                  </Button>
                </li>
              ))}
            </ol>
          </section>
          <Card className="p-3">
            <SearchInput label="Find items" value={text} onChange={(event) => setText(event.target.value)} />
            <ProblemNote error={items.error} className="mt-3" />
            <ScrollRegion label="Items to click" className="mt-3 max-h-[28rem] p-2 lg:max-h-none">
              <ul className="grid grid-cols-3 gap-3 sm:grid-cols-6 lg:grid-cols-3">
                {items.data?.data.map((item) => (
                  <li key={item.itemId}>
                    <button type="button" onClick={() => add(item)} className="group w-full rounded-lg text-left">
                      <ItemPicture
                        {...item}
                        className="aspect-2/3 w-full transition-transform group-hover:-translate-y-0.5"
                      />
                      <span className="mt-1 line-clamp-2 text-xs leading-4 text-muted group-hover:text-ink">
                        {item.title ?? item.itemId}
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            </ScrollRegion>
          </Card>
        </>
      }
      right={
        <Recommendations
          projectId={projectId}
          request={session.length === 0 ? {} : { history: [...session].reverse().map((itemId) => ({ itemId })) }}
        />
      }
    />
  );
}
