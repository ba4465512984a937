import type { Project } from '@curio/contracts';
import { formatCount } from '@/components/format.ts';
import { ProgressBar } from '@/components/progress-bar.tsx';

const enough = 1000;

/** Too little data is a meter, never a failure: says what is there and what more would bring. */
export function DataMeter({ counts }: { counts: Project['counts'] }) {
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
          ? 'There is no catalogue yet: upload items first.'
          : 'You can train now, from content and popularity. Personal taste shows from about a thousand interactions on.'}
      </p>
    </div>
  );
}
