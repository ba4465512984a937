import { Badge } from '@/components/badge.tsx';

export function StatusBadge({ status }: { status: number }) {
  const tone = status >= 500 ? 'bad' : status >= 400 ? 'warn' : status >= 300 ? 'neutral' : 'good';
  return (
    <Badge tone={tone} className="tabular-nums">
      {status}
    </Badge>
  );
}
