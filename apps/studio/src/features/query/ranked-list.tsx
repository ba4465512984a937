import clsx from 'clsx';
import { ArrowDown, ArrowUp, Minus } from 'lucide-react';
import { ItemPicture } from '@/components/item-picture.tsx';
import { type RecommendedItemData, Score, SourceBadge, textOf } from './source-badge.tsx';

/** A list in one column: rank, item, source, score and the first reason. */
export function RankedList({
  label,
  items,
  before,
  faded = false,
}: {
  label: string;
  items: readonly RecommendedItemData[];
  /** Ranks in the list that this one is compared with. */
  before?: ReadonlyMap<string, number> | undefined;
  faded?: boolean;
}) {
  return (
    <ol aria-label={label} className={clsx(faded && '[&_img]:opacity-50')}>
      {items.map((item, index) => {
        const title = textOf(item.fields?.title);
        const reason = item.reasons?.[0]?.text;
        return (
          <li key={item.itemId} className="flex items-center gap-3 px-3.5 py-2.5 not-first:border-t">
            <span className="w-5 shrink-0 text-right text-[0.8125rem] font-semibold text-muted tabular-nums">
              <span className="sr-only">Rank </span>
              {index + 1}
            </span>
            <ItemPicture
              itemId={item.itemId}
              title={title}
              imageUrl={textOf(item.fields?.imageUrl)}
              className="h-13.5 w-9 shrink-0 text-[0.625rem]"
            />
            <div className="min-w-0 flex-1">
              <p className="line-clamp-1 text-[0.8125rem] font-medium" title={title ?? item.itemId}>
                {title ?? item.itemId}
              </p>
              {reason && (
                <p className="line-clamp-1 text-xs text-muted" title={reason}>
                  {reason}
                </p>
              )}
              <p className="mt-0.5 flex items-center gap-2">
                <SourceBadge source={item.source} />
                <Score score={item.score} />
              </p>
            </div>
            {before && <RankChange rank={index + 1} before={before.get(item.itemId)} />}
          </li>
        );
      })}
    </ol>
  );
}

function RankChange({ rank, before }: { rank: number; before: number | undefined }) {
  const style = 'flex items-center gap-0.5 text-xs font-medium whitespace-nowrap tabular-nums [&_svg]:size-3';
  if (before === undefined) return <span className={clsx(style, 'text-accent-text')}>new</span>;
  const change = before - rank;
  if (change === 0) {
    return (
      <span className={clsx(style, 'text-muted')}>
        <Minus aria-hidden="true" />
        <span className="sr-only">Same rank</span>
      </span>
    );
  }
  const Arrow = change > 0 ? ArrowUp : ArrowDown;
  return (
    <span className={clsx(style, change > 0 ? 'text-good' : 'text-bad-text')}>
      <Arrow aria-hidden="true" />
      {Math.abs(change)}
      <span className="sr-only"> {change > 0 ? 'higher' : 'lower'}</span>
    </span>
  );
}
