import type { Recommendation } from '@curio/contracts';
import { Badge, type BadgeTone } from '@/components/badge.tsx';
import { Card } from '@/components/card.tsx';
import { ItemPicture } from '@/components/item-picture.tsx';

type Item = Recommendation['items'][number];

const sources: Record<Item['source'], { label: string; tone: BadgeTone }> = {
  personal: { label: 'Personal', tone: 'accent' },
  similar: { label: 'Similar', tone: 'good' },
  popular: { label: 'Popular', tone: 'neutral' },
  trending: { label: 'Trending', tone: 'live' },
  latest: { label: 'Latest', tone: 'live' },
  pinned: { label: 'Pinned', tone: 'warn' },
};

export function RecommendedItem({ item, rank }: { item: Item; rank: number }) {
  const title = textOf(item.fields?.title);
  const source = sources[item.source];
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
            <Badge tone={source.tone}>{source.label}</Badge>
            <span
              className="font-mono text-xs text-muted tabular-nums"
              title="Score: higher is better, comparable within one answer only"
            >
              <span className="sr-only">Score </span>
              {item.score.toPrecision(3)}
            </span>
          </div>
        </div>
      </Card>
    </li>
  );
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
