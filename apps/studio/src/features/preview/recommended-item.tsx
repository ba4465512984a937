import { Card } from '@/components/card.tsx';
import { ItemPicture } from '@/components/item-picture.tsx';
import { type RecommendedItemData, Score, SourceBadge, textOf } from '@/features/query/source-badge.tsx';

export function RecommendedItem({ item, rank }: { item: RecommendedItemData; rank: number }) {
  const title = textOf(item.fields?.title);
  const reasons = [...new Set(item.reasons?.map((reason) => reason.text))];
  return (
    <li>
      <Card className="flex h-full gap-4 p-3.5">
        <ItemPicture
          itemId={item.itemId}
          title={title}
          imageUrl={textOf(item.fields?.imageUrl)}
          className="h-27 w-18 shrink-0 shadow-card"
        />
        <div className="flex min-w-0 flex-1 flex-col">
          <div className="flex items-start gap-2">
            <span className="text-[0.8125rem] leading-5 font-semibold text-muted tabular-nums">
              <span className="sr-only">Rank </span>
              {rank}
            </span>
            <h3 className="line-clamp-2 min-w-0 flex-1 leading-5 font-medium break-words">{title ?? item.itemId}</h3>
          </div>
          {reasons.length > 0 && (
            <ul className="mt-1.5 space-y-0.5 text-[0.8125rem] leading-4.5 text-muted">
              {reasons.slice(0, 2).map((reason) => (
                <li key={reason} className="line-clamp-2">
                  {reason}
                </li>
              ))}
            </ul>
          )}
          <div className="mt-auto flex items-center justify-between gap-2 pt-2">
            <SourceBadge source={item.source} />
            <Score score={item.score} />
          </div>
        </div>
      </Card>
    </li>
  );
}
