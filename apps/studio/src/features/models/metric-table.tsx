import type { Model } from '@curio/contracts';
import { ChevronRight } from 'lucide-react';
import { ScrollRegion } from '@/components/scroll-region.tsx';
import { formatLift, formatMetric, metricLabel } from './metric-labels.ts';

type Metrics = NonNullable<Model['metrics']>;

/** All metrics, with confidence intervals. */
export function MetricTable({ metrics, baseline }: { metrics: Metrics; baseline: Metrics | null }) {
  return (
    <details className="group">
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1.5 rounded-md text-[0.9375rem] font-semibold tracking-tight">
        <ChevronRight className="size-4 text-muted transition-transform group-open:rotate-90" aria-hidden="true" />
        All metrics
      </summary>
      <ScrollRegion label="All metrics" className="mt-3 bg-surface shadow-card">
        <table className="w-full text-left text-[0.8125rem] tabular-nums">
          <thead className="border-b border-line text-xs text-muted">
            <tr>
              {[
                'Metric',
                'This version',
                '95 % interval',
                'Popularity',
                '95 % interval (popularity)',
                'vs popularity',
              ].map((heading) => (
                <th key={heading} scope="col" className="px-4 py-2.5 font-medium whitespace-nowrap">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Object.entries(metrics).map(([name, estimate]) => {
              const popularity = baseline?.[name];
              return (
                <tr key={name} className="not-first:border-t">
                  <th scope="row" className="px-4 py-2 font-medium whitespace-nowrap">
                    {metricLabel(name).label}
                  </th>
                  <td className="px-4 py-2">{formatMetric(name, estimate.value)}</td>
                  <td className="px-4 py-2 whitespace-nowrap text-muted">{interval(name, estimate)}</td>
                  <td className="px-4 py-2">{popularity ? formatMetric(name, popularity.value) : '–'}</td>
                  <td className="px-4 py-2 whitespace-nowrap text-muted">
                    {popularity ? interval(name, popularity) : '–'}
                  </td>
                  <td className="px-4 py-2">{formatLift(estimate.value, popularity?.value) ?? '–'}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  );
}

function interval(name: string, { low, high }: Metrics[string]): string {
  return `${formatMetric(name, low)} to ${formatMetric(name, high)}`;
}
