import type { Model } from '@curio/contracts';
import { Card, Section } from '@/components/card.tsx';
import { formatCount } from '@/components/format.ts';
import { formatLift, formatMetric, metricLabel } from './metric-labels.ts';

/** The metrics of items without interactions, compared with a random ranking. */
export function ColdItemMetrics({ coldItems }: { coldItems: NonNullable<Model['coldItems']> }) {
  const { items, users, metrics, random } = coldItems;
  return (
    <Section
      title="Cold items"
      note={`Measured on ${formatCount(items)} items whose interactions were all held out, for ${formatCount(users)} users: how well new items are recommended from their features alone.`}
    >
      <Card>
        <dl className="grid gap-x-8 px-5 py-2 sm:grid-cols-2 lg:grid-cols-4">
          {Object.entries(metrics).map(([name, { value, low, high }]) => {
            const lift = formatLift(value, random[name]);
            return (
              <div key={name} className="py-3 text-[0.8125rem]">
                <dt className="text-muted">{metricLabel(name).label}</dt>
                <dd className="mt-0.5 text-lg font-semibold tracking-tight tabular-nums">
                  {formatMetric(name, value)}
                </dd>
                <dd className="text-xs text-muted tabular-nums">
                  95% interval {formatMetric(name, low)} to {formatMetric(name, high)}
                </dd>
                {random[name] !== undefined && (
                  <dd className="text-xs text-muted tabular-nums">
                    Random ranking: {formatMetric(name, random[name])}
                    {lift && ` (${lift})`}
                  </dd>
                )}
              </div>
            );
          })}
        </dl>
      </Card>
    </Section>
  );
}
