'use client';

import dynamic from 'next/dynamic';
import { Card } from '@/components/card.tsx';
import { Disclosure } from '@/components/disclosure.tsx';
import { ScrollRegion } from '@/components/scroll-region.tsx';
import { Skeleton } from '@/components/skeleton.tsx';
import type { DayChartProps } from './day-chart.tsx';
import { formatDay } from './days.ts';

// Recharts is 100 KB: loaded when there is something to draw.
const DayChart = dynamic(() => import('./day-chart.tsx').then((module) => module.DayChart), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

/** A chart by day, with its data as a table. */
export function ChartCard({ title, ...chart }: DayChartProps & { title: string }) {
  const { points, barLabel, formatBar, line } = chart;
  return (
    <section aria-label={title} className="space-y-3">
      <Card className="p-4 sm:p-5">
        <div className="mb-4 flex flex-wrap items-center justify-between gap-x-5 gap-y-2">
          <h2 className="text-[0.9375rem] font-semibold tracking-tight">{title}</h2>
          {line && (
            <p aria-hidden="true" className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
              <span className="flex items-center gap-1.5">
                <span className="h-0.5 w-4 rounded-full bg-accent" />
                {line.label}
              </span>
              <span className="flex items-center gap-1.5">
                <span className="size-2.5 rounded-xs bg-line-strong opacity-40" />
                {barLabel}
              </span>
            </p>
          )}
        </div>
        <div role="img" aria-label={`${title}. The table below has the same data.`} className="h-64">
          <DayChart {...chart} />
        </div>
      </Card>
      <Disclosure title="The same data as a table">
        <ScrollRegion label={`${title}, as a table`} className="max-h-96 bg-surface shadow-card">
          <table className="w-full text-left text-sm">
            <caption className="sr-only">{title}</caption>
            <thead>
              <tr className="border-b border-line text-xs text-muted">
                <th scope="col" className="px-4 py-2.5 font-medium">
                  Day (UTC)
                </th>
                <th scope="col" className="px-4 py-2.5 text-right font-medium">
                  {barLabel}
                </th>
                {line && (
                  <th scope="col" className="px-4 py-2.5 text-right font-medium">
                    {line.label}
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {points.toReversed().map((point) => (
                <tr key={point.day} className="not-first:border-t">
                  <th scope="row" className="px-4 py-2 font-normal whitespace-nowrap">
                    {formatDay(point.day)}
                  </th>
                  <td className="px-4 py-2 text-right tabular-nums">{formatBar(point.bar)}</td>
                  {line && (
                    <td className="px-4 py-2 text-right tabular-nums">
                      {typeof point.line === 'number' ? line.format(point.line) : '–'}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </Disclosure>
    </section>
  );
}
