import type { Model } from '@curio/contracts';
import { Disclosure } from '@/components/disclosure.tsx';
import { ScrollRegion } from '@/components/scroll-region.tsx';
import { comparisonsOf, type Estimate } from './comparisons.ts';
import { formatLift, formatMetric, metricLabel } from './metric-labels.ts';

/** All metrics in numbers, with confidence intervals. */
export function MetricTable({ model }: { model: Model }) {
  if (model.metrics === null) return null;
  const comparisons = comparisonsOf(model);
  const headings = ['Metric', 'This version', ...comparisons.flatMap(({ label }) => [label, `vs ${label}`])];
  return (
    <Disclosure title="All metrics">
      <ScrollRegion label="All metrics">
        <table className="w-full text-left text-[0.8125rem] tabular-nums">
          <caption className="sr-only">All metrics with their 95% confidence intervals</caption>
          <thead className="border-b border-line text-xs text-muted">
            <tr>
              {headings.map((heading) => (
                <th key={heading} scope="col" className="px-4 py-2.5 font-medium whitespace-nowrap">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Object.entries(model.metrics).map(([name, estimate]) => (
              <tr key={name} className="not-first:border-t">
                <th scope="row" className="px-4 py-2 font-medium whitespace-nowrap">
                  {metricLabel(name).label}
                </th>
                <EstimateCell name={name} estimate={estimate} />
                {comparisons.flatMap(({ label, metrics }) => [
                  <EstimateCell key={label} name={name} estimate={metrics[name]} />,
                  <td key={`vs ${label}`} className="px-4 py-2">
                    {formatLift(estimate.value, metrics[name]?.value) ?? '–'}
                  </td>,
                ])}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Disclosure>
  );
}

function EstimateCell({ name, estimate }: { name: string; estimate: Estimate | undefined }) {
  if (estimate === undefined) return <td className="px-4 py-2">–</td>;
  return (
    <td className="px-4 py-2 whitespace-nowrap">
      {formatMetric(name, estimate.value)}{' '}
      <span className="text-muted">
        ({formatMetric(name, estimate.low)} to {formatMetric(name, estimate.high)})
      </span>
    </td>
  );
}
