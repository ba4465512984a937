'use client';

import type { Insight } from '@curio/contracts';
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { formatCount, formatPercent } from '@/components/format.ts';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { Segmented } from '@/components/segmented.tsx';
import { Select } from '@/components/select.tsx';
import { Skeleton } from '@/components/skeleton.tsx';
import { StatTile } from '@/components/stat-tile.tsx';
import { ChartCard } from '@/features/charts/chart-card.tsx';
import { type DayRange, daysIn, formatDay, rangeBefore } from '@/features/charts/days.ts';
import { BreakdownTable } from './breakdown-table.tsx';
import { clickThroughRate, noCounts, sumBy, total } from './counts.ts';
import { NoEvents } from './no-events.tsx';
import { periodOf, useInsights } from './queries.ts';
import { formatInterval, RateChange } from './rate.tsx';

const ranges = ['7', '28', '90'] as const;
const all = '*';
const placementLabel = (name: string): string => name || 'Without a placement';

/** How often recommendations were shown, clicked and converted, against the period before. */
export function InsightsPage({ projectId }: { projectId: string }) {
  const [{ days, placement, version }, set] = useQueryStates({
    days: parseAsStringLiteral(ranges).withDefault('28'),
    placement: parseAsString,
    version: parseAsInteger,
  });
  const period = periodOf(Number(days));
  const before = rangeBefore(period);
  const insights = useInsights(projectId, { from: before.from, to: period.to });
  const rows = insights.data;
  const names = [...new Set(rows?.map((row) => row.placement))].sort();
  const versions = [...new Set(rows?.map((row) => row.version ?? 0))].sort((a, b) => b - a);
  const matching = rows?.filter(
    (row) =>
      (placement === null || row.placement === placement) && (version === null || (row.version ?? 0) === version),
  );
  return (
    <>
      <PageHeader
        title="Insights"
        note="How often recommendations were shown, clicked and converted. Days are in UTC."
      />
      <div className="mb-6 flex flex-wrap items-center gap-3">
        <Segmented
          legend="Period"
          value={days}
          onChange={(next) => void set({ days: next })}
          choices={ranges.map((value) => ({ value, label: `${value} days` }))}
        />
        {rows && rows.length > 0 && (
          <>
            <Select
              label="Placement"
              className="w-full sm:w-52"
              value={placement ?? all}
              onChange={(next) => void set({ placement: next === all ? null : next })}
              choices={[
                { value: all, label: 'All placements' },
                ...[...new Set([...names, ...(placement === null ? [] : [placement])])].map((name) => ({
                  value: name,
                  label: placementLabel(name),
                })),
              ]}
            />
            <Select
              label="Version"
              className="w-full sm:w-44"
              value={version === null ? all : String(version)}
              onChange={(next) => void set({ version: next === all ? null : Number(next) })}
              choices={[
                { value: all, label: 'All versions' },
                ...versions.map((each) => ({
                  value: String(each),
                  label: each === 0 ? 'Without a model' : `Version ${each}`,
                })),
              ]}
            />
          </>
        )}
      </div>
      <ProblemNote error={insights.error} onRetry={() => void insights.refetch()} className="mb-6" />
      {insights.isPending && <InsightsSkeleton />}
      {rows?.length === 0 && <NoEvents projectId={projectId} />}
      {rows && rows.length > 0 && matching && <Report rows={matching} period={period} before={before} />}
    </>
  );
}

function Report({ rows, period, before }: { rows: readonly Insight[]; period: DayRange; before: DayRange }) {
  const now = rows.filter(({ day }) => day >= period.from);
  const past = rows.filter(({ day }) => day < period.from);
  const byDay = sumBy(now, ({ day }) => day);
  const points = daysIn(period).map((day) => {
    const counts = byDay.get(day) ?? noCounts;
    return { day, bar: counts.impressions, line: clickThroughRate(counts) };
  });
  return (
    <div className="space-y-8">
      <Tiles now={now} past={past} note={`${formatDay(before.from)} – ${formatDay(before.to)}`} />
      <ChartCard
        title="Click-through rate per day"
        points={points}
        barLabel="Impressions"
        formatBar={formatCompact}
        line={{ label: 'Click-through rate', format: (value) => formatPercent(value, 1) }}
      />
      <BreakdownTable
        title="By placement"
        header="Placement"
        now={sumBy(now, (row) => row.placement)}
        before={sumBy(past, (row) => row.placement)}
        label={placementLabel}
      />
      <BreakdownTable
        title="By model version"
        header="Version"
        now={sumBy(now, (row) => row.version ?? 0)}
        before={sumBy(past, (row) => row.version ?? 0)}
        label={(version) => (version === 0 ? 'Without a model' : `Version ${version}`)}
      />
      <p className="max-w-prose text-[0.8125rem] text-muted">
        The range beside a rate is its 95% confidence interval (Wilson). A change “may be chance” where the interval of
        the difference contains zero (Newcombe).
      </p>
    </div>
  );
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const formatCompact = (value: number): string => (value < 10_000 ? formatCount(value) : compact.format(value));

function Tiles({ now, past, note }: { now: readonly Insight[]; past: readonly Insight[]; note: string }) {
  const [sum, sumBefore] = [total(now), total(past)];
  const rate = clickThroughRate(sum);
  const change = (value: number, earlier: number) => {
    if (earlier === 0) return 'None before';
    const ratio = value / earlier - 1;
    return `${ratio < 0 ? '−' : '+'}${formatPercent(Math.abs(ratio))} · was ${formatCount(earlier)}`;
  };
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4" title={`Compared with ${note}`}>
      <StatTile
        label="Impressions"
        value={formatCount(sum.impressions)}
        note={change(sum.impressions, sumBefore.impressions)}
      />
      <StatTile label="Clicks" value={formatCount(sum.clicks)} note={change(sum.clicks, sumBefore.clicks)} />
      <StatTile
        label="Click-through rate"
        value={
          <>
            {rate === null ? '–' : formatPercent(rate, 1)}{' '}
            {rate !== null && (
              <span className="text-xs font-normal tracking-normal whitespace-nowrap text-muted">
                {formatInterval(sum)}
              </span>
            )}
          </>
        }
        note={
          <span className="block whitespace-normal">
            <RateChange now={sum} before={sumBefore} />
          </span>
        }
      />
      <StatTile
        label="Conversions"
        value={formatCount(sum.conversions)}
        note={change(sum.conversions, sumBefore.conversions)}
      />
    </dl>
  );
}

function InsightsSkeleton() {
  return (
    <div role="status" aria-label="Loading the insights" className="space-y-8">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {['impressions', 'clicks', 'rate', 'conversions'].map((tile) => (
          <Skeleton key={tile} className="h-26" />
        ))}
      </div>
      <Skeleton className="h-80" />
      <Skeleton className="h-48" />
    </div>
  );
}
