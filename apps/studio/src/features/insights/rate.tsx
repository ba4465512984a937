import { formatPercent } from '@/components/format.ts';
import type { Counts } from './counts.ts';
import { differenceInterval, wilson } from './wilson.ts';

/** A click-through rate with its interval. */
export function Rate({ counts, max }: { counts: Counts; max: number }) {
  const interval = wilson(counts.clicks, counts.impressions);
  if (!interval) return <span className="text-muted">–</span>;
  const share = counts.clicks / counts.impressions;
  const percent = (value: number) => `${Math.min(100, (value / (max || 1)) * 100)}%`;
  return (
    <div className="flex items-center gap-3">
      <span className="w-13 text-right font-medium tabular-nums">{formatPercent(share, 1)}</span>
      <span aria-hidden="true" className="relative hidden h-3.5 w-28 shrink-0 sm:block">
        <span className="absolute inset-x-0 top-1/2 h-1 -translate-y-1/2 rounded-full bg-sunken ring-1 ring-line ring-inset" />
        <span
          className="absolute top-1/2 h-1 -translate-y-1/2 rounded-full bg-accent opacity-45"
          style={{ left: percent(interval.low), width: percent(interval.high - interval.low) }}
        />
        <span
          className="absolute top-1/2 size-2.5 -translate-x-1/2 -translate-y-1/2 rounded-full bg-accent ring-2 ring-surface"
          style={{ left: percent(share) }}
        />
      </span>
      <span className="text-xs whitespace-nowrap text-muted tabular-nums">{formatInterval(counts)}</span>
    </div>
  );
}

/** “3.9–4.5 %” */
export function formatInterval({ clicks, impressions }: Counts): string {
  const interval = wilson(clicks, impressions);
  if (!interval) return '–';
  return `${formatPercent(interval.low, 1).replace('%', '')}–${formatPercent(interval.high, 1)}`;
}

/** The change of the click-through rate, and whether chance alone explains it. */
export function RateChange({ now, before }: { now: Counts; before: Counts }) {
  const interval = differenceInterval(
    { successes: now.clicks, trials: now.impressions },
    { successes: before.clicks, trials: before.impressions },
  );
  if (!interval) return <span className="text-muted">No data before</span>;
  const change = (now.clicks / now.impressions - before.clicks / before.impressions) * 100;
  const isClear = interval.low > 0 || interval.high < 0;
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±';
  return (
    <span className="tabular-nums">
      <span className={isClear ? (change > 0 ? 'font-medium text-good' : 'font-medium text-bad-text') : 'text-muted'}>
        {sign}
        {Math.abs(change).toFixed(1)} points
      </span>
      {!isClear && <span className="text-muted"> · may be chance</span>}
    </span>
  );
}
