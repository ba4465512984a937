'use client';

import type { Item } from '@curio/contracts';
import { Card } from '@/components/card.tsx';
import { ItemPicture } from '@/components/item-picture.tsx';
import { ItemPicker } from '@/features/query/item-picker.tsx';
import { useItem } from '@/features/query/queries.ts';
import type { Subject } from '@/features/query/subject.ts';
import { TwoColumns } from '@/features/query/two-columns.tsx';
import { Recommendations } from './recommendations.tsx';

export function ItemPreview({ projectId, subject }: { projectId: string; subject: Subject }) {
  const { itemId, request } = subject;
  const shown = useItem(projectId, itemId).data;
  return (
    <TwoColumns
      left={
        <>
          <ItemPicker projectId={projectId} itemId={itemId} onChoose={subject.setItem} />
          {shown && <ItemCard item={shown} />}
        </>
      }
      right={request && <Recommendations projectId={projectId} request={request} />}
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
