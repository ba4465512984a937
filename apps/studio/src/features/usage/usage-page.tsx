'use client';

import type { UsagePage as UsageAnswer, UsageKind } from '@curio/contracts';
import { parseAsStringLiteral, useQueryStates } from 'nuqs';
import { Badge } from '@/components/badge.tsx';
import { Card, Section } from '@/components/card.tsx';
import { formatCount, formatPercent } from '@/components/format.ts';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { ProgressBar } from '@/components/progress-bar.tsx';
import { ScrollRegion } from '@/components/scroll-region.tsx';
import { Segmented } from '@/components/segmented.tsx';
import { Skeleton } from '@/components/skeleton.tsx';
import { useMe } from '@/features/auth/queries.ts';
import { ChartCard } from '@/features/charts/chart-card.tsx';
import { type DayRange, daysIn, formatDay, lastDays } from '@/features/charts/days.ts';
import { useProjects } from '@/features/projects/queries.ts';
import { type Usage, useUsage } from './queries.ts';

const kinds = ['recommendations', 'events', 'items'] as const satisfies UsageKind[];
const ranges = ['30', '90'] as const;
const scopes = ['workspace', 'project'] as const;

const labels: Record<UsageKind, { title: string; note: string }> = {
  recommendations: { title: 'Recommendations', note: 'Answers to queries; each of a batch counts.' },
  events: { title: 'Events', note: 'Events accepted.' },
  items: { title: 'Items', note: 'Items written by the API.' },
};

/** What the workspace used, against its monthly quotas and by day. */
export function UsagePage({ projectId }: { projectId: string }) {
  const me = useMe().data;
  const [{ kind, days, of }, set] = useQueryStates({
    kind: parseAsStringLiteral(kinds).withDefault('recommendations'),
    days: parseAsStringLiteral(ranges).withDefault('30'),
    of: parseAsStringLiteral(scopes).withDefault('workspace'),
  });
  const period = lastDays(Number(days));
  const usage = useUsage(period);
  return (
    <>
      <PageHeader
        title="Usage"
        note={`What ${me ? `the workspace “${me.workspace.name}”` : 'the workspace'} used, in all of its projects. A few seconds old; days are in UTC.`}
      />
      <ProblemNote error={usage.error} onRetry={() => void usage.refetch()} className="mb-6" />
      {usage.isPending && <UsageSkeleton />}
      {usage.data && (
        <div className="space-y-8">
          <Quotas month={usage.data.month} />
          <div className="space-y-4">
            <div className="flex flex-wrap gap-3">
              <Segmented
                legend="Kind"
                value={kind}
                onChange={(next) => void set({ kind: next })}
                choices={kinds.map((value) => ({ value, label: labels[value].title }))}
              />
              <Segmented
                legend="Period"
                value={days}
                onChange={(next) => void set({ days: next })}
                choices={ranges.map((value) => ({ value, label: `${value} days` }))}
              />
              <Segmented
                legend="Projects"
                value={of}
                onChange={(next) => void set({ of: next })}
                choices={[
                  { value: 'workspace', label: 'All projects' },
                  { value: 'project', label: 'This project' },
                ]}
              />
            </div>
            <ChartCard
              title={`${labels[kind].title} per day`}
              barLabel={labels[kind].title}
              formatBar={formatCount}
              points={pointsOf(usage.data, period, kind, of === 'project' ? projectId : null)}
            />
          </div>
          <ByProject usage={usage.data} current={projectId} days={days} />
        </div>
      )}
    </>
  );
}

function pointsOf({ days }: Usage, period: DayRange, kind: UsageKind, projectId: string | null) {
  const sums = new Map<string, number>();
  for (const row of days) {
    if (projectId === null || row.projectId === projectId) sums.set(row.day, (sums.get(row.day) ?? 0) + row[kind]);
  }
  return daysIn(period).map((day) => ({ day, bar: sums.get(day) ?? 0 }));
}

function Quotas({ month }: { month: UsageAnswer['month'] }) {
  const now = new Date();
  const reset = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString().slice(0, 10);
  return (
    <Section title="This month" note={`Counts start again on ${formatDay(reset)}.`}>
      <ul className="grid gap-3 lg:grid-cols-3">
        {kinds.map((kind) => (
          <li key={kind}>
            <Quota kind={kind} {...month[kind]} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

const nearShare = 0.8;

function Quota({ kind, used, quota }: { kind: UsageKind; used: number; quota: number | null }) {
  const { title, note } = labels[kind];
  const share = quota === null ? 0 : used / quota;
  return (
    <Card className="h-full p-4 sm:p-5">
      <div className="flex items-center justify-between gap-3">
        <h3 className="text-[0.8125rem] text-muted">{title}</h3>
        {quota === null ? (
          <Badge>No limit</Badge>
        ) : share >= 1 ? (
          <Badge tone="bad">Used up</Badge>
        ) : (
          share >= nearShare && <Badge tone="warn">{formatPercent(share)} used</Badge>
        )}
      </div>
      <p className="mt-1 text-2xl font-semibold tracking-[-0.02em] tabular-nums">
        {formatCount(used)}
        {quota !== null && (
          <span className="text-sm font-normal tracking-normal text-muted"> of {formatCount(quota)}</span>
        )}
      </p>
      {quota !== null && <ProgressBar percent={share * 100} label={`${title} used of the quota`} className="mt-3" />}
      <p className="mt-2 text-xs text-muted">
        {share >= 1 ? 'Requests are refused with 429 until the month ends.' : note}
      </p>
    </Card>
  );
}

function ByProject({ usage, current, days }: { usage: Usage; current: string; days: string }) {
  const projects = useProjects();
  const sums = new Map<string, Record<UsageKind, number>>();
  for (const row of usage.days) {
    const sum = sums.get(row.projectId) ?? { recommendations: 0, events: 0, items: 0 };
    for (const kind of kinds) sum[kind] += row[kind];
    sums.set(row.projectId, sum);
  }
  if (sums.size === 0) return null;
  const nameOf = (id: string) => projects.rows?.find((project) => project.id === id)?.name ?? 'Deleted project';
  return (
    <Section title="By project" note={`The last ${days} days.`}>
      <ScrollRegion label="Usage by project">
        <table className="w-full text-left text-sm">
          <caption className="sr-only">Usage by project</caption>
          <thead>
            <tr className="border-b border-line text-xs whitespace-nowrap text-muted">
              <th scope="col" className="px-4 py-2.5 font-medium">
                Project
              </th>
              {kinds.map((kind) => (
                <th key={kind} scope="col" className="px-4 py-2.5 text-right font-medium">
                  {labels[kind].title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...sums].map(([id, sum]) => (
              <tr key={id} className="not-first:border-t">
                <th scope="row" className="px-4 py-3 font-medium">
                  <span className="flex items-center gap-2">
                    {projects.rows ? nameOf(id) : id}
                    {id === current && <Badge tone="accent">This project</Badge>}
                  </span>
                </th>
                {kinds.map((kind) => (
                  <td key={kind} className="px-4 py-3 text-right tabular-nums">
                    {formatCount(sum[kind])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Section>
  );
}

function UsageSkeleton() {
  return (
    <div role="status" aria-label="Loading the usage" className="space-y-8">
      <div className="grid gap-3 lg:grid-cols-3">
        {kinds.map((kind) => (
          <Skeleton key={kind} className="h-30" />
        ))}
      </div>
      <Skeleton className="h-80" />
    </div>
  );
}
