import type { Model } from '@curio/contracts';
import { Card, Section } from '@/components/card.tsx';
import { formatLift, formatMetric, metricLabel } from './metric-labels.ts';

type Metrics = NonNullable<Model['metrics']>;
type Estimate = Metrics[string];

const headlines = ['ndcg@10', 'recall@10', 'hit-rate@10', 'precision@10', 'coverage@10'];

/** The main metrics as bars with confidence intervals, compared with popularity. The table below has the numbers. */
export function MetricComparison({ metrics, baseline }: { metrics: Metrics; baseline: Metrics | null }) {
  const shown = headlines.flatMap((key) => (metrics[key] ? [{ key, estimate: metrics[key] }] : []));
  return (
    <Section
      title="Evaluation"
      note="Measured on each user’s held-out interactions, which were not used for training. The thin line is the 95 % confidence interval."
    >
      <Card>
        <ul>
          {shown.map(({ key, estimate }) => (
            <Metric key={key} name={key} estimate={estimate} popularity={baseline?.[key]} />
          ))}
        </ul>
      </Card>
    </Section>
  );
}

function Metric({
  name,
  estimate,
  popularity,
}: {
  name: string;
  estimate: Estimate;
  popularity: Estimate | undefined;
}) {
  const { label, note } = metricLabel(name);
  const lift = formatLift(estimate.value, popularity?.value);
  const top = Math.max(estimate.high, estimate.value, popularity?.high ?? 0, popularity?.value ?? 0) || 1;
  return (
    <li className="grid gap-x-8 gap-y-3 p-5 not-first:border-t md:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]">
      <div>
        <h3 className="flex items-baseline gap-2 font-medium">
          {label}
          {lift && <span className="text-[0.8125rem] font-medium text-accent-text tabular-nums">{lift}</span>}
        </h3>
        <p className="mt-0.5 max-w-prose text-[0.8125rem] leading-5 text-muted">{note}</p>
      </div>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)_auto] content-center items-center gap-x-3 gap-y-2 text-[0.8125rem]">
        <Bar name={name} label="This version" estimate={estimate} top={top} fill="bg-accent" />
        {popularity && <Bar name={name} label="Popularity" estimate={popularity} top={top} fill="bg-line-strong" />}
      </dl>
    </li>
  );
}

function Bar({
  name,
  label,
  estimate,
  top,
  fill,
}: {
  name: string;
  label: string;
  estimate: Estimate;
  top: number;
  fill: string;
}) {
  const percent = (value: number) => `${Math.max(0, Math.min(100, (value / top) * 100))}%`;
  const width = `${Math.max(0, ((estimate.high - estimate.low) / top) * 100)}%`;
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd aria-hidden="true" className="relative h-3.5">
        <span className="absolute inset-0 rounded-full bg-sunken" />
        <span className={`absolute inset-y-0 left-0 rounded-full ${fill}`} style={{ width: percent(estimate.value) }} />
        <span className="absolute inset-y-0" style={{ left: percent(estimate.low), width }}>
          <span className="absolute inset-x-0 top-1/2 h-0.5 -translate-y-1/2 bg-ink outline outline-surface" />
          <span className="absolute top-1/2 left-0 h-2 w-0.5 -translate-y-1/2 bg-ink outline outline-surface" />
          <span className="absolute top-1/2 right-0 h-2 w-0.5 -translate-y-1/2 bg-ink outline outline-surface" />
        </span>
      </dd>
      <dd className="min-w-12 text-right font-medium tabular-nums">{formatMetric(name, estimate.value)}</dd>
    </>
  );
}
