import type { Model, ModelStatus } from '@curio/contracts';
import { Radio } from 'lucide-react';
import { Badge, type BadgeTone } from '@/components/badge.tsx';

const labels: Record<ModelStatus, { label: string; tone: BadgeTone }> = {
  queued: { label: 'Queued', tone: 'accent' },
  training: { label: 'Training', tone: 'accent' },
  ready: { label: 'Ready', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
};

export function StatusBadge({ status }: { status: ModelStatus }) {
  return <Badge tone={labels[status].tone}>{labels[status].label}</Badge>;
}

export function AliasBadge({ alias }: { alias: Model['alias'] }) {
  if (alias === 'live') {
    return (
      <Badge tone="live">
        <Radio aria-hidden="true" />
        Live
      </Badge>
    );
  }
  return alias === 'previous' ? <Badge>Previous</Badge> : null;
}
