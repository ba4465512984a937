import type { Project } from '@curio/contracts';
import { formatCount } from '@/components/format.ts';
import { ProgressBar } from '@/components/progress-bar.tsx';

const enough = 1000;

/** How many interactions the project has, of those that collaborative algorithms need. Hidden once there are enough. */
export function InteractionMeter({ counts }: { counts: Project['counts'] }) {
  if (counts.interactions >= enough) return null;
  return (
    <div className="rounded-xl border border-line bg-sunken p-4">
      <div className="flex items-baseline justify-between gap-3">
        <p className="font-medium">Interactions</p>
        <p className="text-[0.8125rem] text-muted tabular-nums">
          {formatCount(counts.interactions)} of {formatCount(enough)}
        </p>
      </div>
      <ProgressBar percent={(counts.interactions / enough) * 100} label="Interactions" className="mt-2" />
      <p className="mt-2 text-[0.8125rem] text-muted">
        {counts.items === 0
          ? 'No items yet: upload items first.'
          : 'You can already train on content and popularity. Collaborative algorithms need about 1,000 interactions.'}
      </p>
    </div>
  );
}
