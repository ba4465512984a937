import type { Model } from '@curio/contracts';
import { CircleCheck, CircleSlash } from 'lucide-react';
import { Card } from '@/components/card.tsx';
import { comparisonsOf } from './comparisons.ts';
import { formatDifference, formatLift, formatMetric, metricLabel } from './metric-labels.ts';

const metric = 'ndcg@10';

/** Whether the version passed the gate, and by how much it differs from the live version and popularity. */
export function GateResult({ model }: { model: Model }) {
  const { gate, metrics } = model;
  if (gate === null) return null;
  const value = metrics?.[metric]?.value;
  const rows = comparisonsOf(model).flatMap(({ label, note, metrics: others, difference }) => {
    const other = others[metric];
    // Without an interval, popularity's figure would only repeat the gate's sentence.
    if (other === undefined || (label === 'Popularity' && !difference)) return [];
    return [{ label, note, other: other.value, difference: difference?.[metric] }];
  });
  return (
    <Card className="flex gap-4 p-6">
      {gate.passed ? (
        <CircleCheck className="mt-0.5 size-5 shrink-0 text-good" aria-hidden="true" />
      ) : (
        <CircleSlash className="mt-0.5 size-5 shrink-0 text-warn" aria-hidden="true" />
      )}
      <div className="min-w-0 flex-1">
        <h2 className="text-[0.9375rem] font-semibold tracking-tight">
          {gate.passed ? 'Gate passed' : 'Gate not passed'}
        </h2>
        <p className="mt-1">{gate.why}</p>
        {value !== undefined && rows.length > 0 && (
          <dl className="mt-4 grid gap-x-8 gap-y-4 border-t border-line pt-4 text-[0.8125rem] sm:grid-cols-2">
            {rows.map(({ label, note, other, difference }) => (
              <div key={label}>
                <dt className="font-medium">
                  {metricLabel(metric).label} compared with {label.toLowerCase()}
                </dt>
                <dd className="mt-0.5 tabular-nums">
                  {formatMetric(metric, value)} against {formatMetric(metric, other)}
                  {formatLift(value, other) && ` (${formatLift(value, other)})`}
                </dd>
                {difference && (
                  <dd className="text-muted tabular-nums">
                    Difference {formatDifference(metric, difference.value)}, 95% interval{' '}
                    {formatDifference(metric, difference.low)} to {formatDifference(metric, difference.high)}
                  </dd>
                )}
                <dd className="text-muted">{note}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </Card>
  );
}
