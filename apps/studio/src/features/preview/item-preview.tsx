'use client';

import type { Item } from '@curio/contracts';
import { useQueryState } from 'nuqs';
import { useState } from 'react';
import { Card } from '@/components/card.tsx';
import { ItemPicture } from '@/components/item-picture.tsx';
import { ItemRow } from './item-row.tsx';
import { Picker } from './picker.tsx';
import { useItems, useRecommendations } from './queries.ts';
import { Recommendations } from './recommendations.tsx';
import { TwoColumns } from './two-columns.tsx';
import { useDebounced } from './use-debounced.ts';

export function ItemPreview({ projectId }: { projectId: string }) {
  const [selectedId, setSelectedId] = useQueryState('item');
  const [picked, setPicked] = useState<Item | null>(null);
  const popular = useRecommendations(projectId, { strategy: 'popular', n: 1 });
  const itemId = selectedId ?? popular.data?.items[0]?.itemId ?? null;
  const named = useItems(projectId, itemId ?? '').data?.data;
  const shown = picked?.itemId === itemId ? picked : (named?.find((each) => each.itemId === itemId) ?? null);
  const [text, setText] = useState('');
  const found = useItems(projectId, useDebounced(text.trim()));
  return (
    <TwoColumns
      left={
        <>
          <Picker
            label="Find an item by title or id"
            chosen={
              itemId && (
                <>
                  <span className="block text-xs text-muted">Item</span>
                  <span className="block truncate font-medium">{shown?.title ?? itemId}</span>
                </>
              )
            }
            text={text}
            onText={setText}
            rows={found.data?.data}
            error={found.error}
            idOf={(each) => each.itemId}
            row={(each) => <ItemRow item={each} />}
            onChoose={(each) => {
              setPicked(each);
              void setSelectedId(each.itemId);
            }}
          />
          {shown && <ItemCard item={shown} />}
        </>
      }
      right={itemId && <Recommendations projectId={projectId} request={{ itemId }} />}
    />
  );
}

function ItemCard({ item }: { item: Item }) {
  return (
    <Card className="flex gap-4 p-4">
      <ItemPicture {...item} className="h-36 w-24 shrink-0" />
      <div className="min-w-0 text-[0.8125rem]">
        <p className="font-medium break-words">{item.title ?? item.itemId}</p>
        <p className="mt-0.5 text-muted">{item.categories.join(', ')}</p>
        {item.description && <p className="mt-2 line-clamp-4 text-muted">{item.description}</p>}
      </div>
    </Card>
  );
}
