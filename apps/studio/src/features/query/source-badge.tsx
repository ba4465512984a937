import type { Recommendation } from '@curio/contracts';
import { Badge, type BadgeTone } from '@/components/badge.tsx';

export type RecommendedItemData = Recommendation['items'][number];

const sources: Record<RecommendedItemData['source'], { label: string; tone: BadgeTone }> = {
  personal: { label: 'Personal', tone: 'accent' },
  similar: { label: 'Similar', tone: 'good' },
  popular: { label: 'Popular', tone: 'neutral' },
  trending: { label: 'Trending', tone: 'live' },
  latest: { label: 'Latest', tone: 'live' },
  pinned: { label: 'Pinned', tone: 'warn' },
};

export function SourceBadge({ source }: { source: RecommendedItemData['source'] }) {
  const { label, tone } = sources[source];
  return <Badge tone={tone}>{label}</Badge>;
}

export function Score({ score }: { score: number }) {
  return (
    <span
      className="font-mono text-xs text-muted tabular-nums"
      title="Score: higher is better, comparable within one answer only"
    >
      <span className="sr-only">Score </span>
      {score.toPrecision(3)}
    </span>
  );
}

export const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
