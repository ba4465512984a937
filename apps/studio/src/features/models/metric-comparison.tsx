import type { Model } from '@curio/contracts';
import { Card, Section } from '@/components/card.tsx';
import { type Comparison, comparisonsOf, type Estimate } from './comparisons.ts';
import { formatLift, formatMetric, metricLabel } from './metric-labels.ts';

const headlines = ['ndcg@10', 'recall@10', 'hit-rate@10', 'precision@10', 'coverage@10'];

/** The main metrics as bars with confidence intervals, beside the live version and popularity. */
export function MetricComparison({ model }: { model: Model }) {
  const { metrics } = model;
  if (metrics === null) return null;
  const shown = headlines.flatMap((key) => (metrics[key] ? [{ key, estimate: metrics[key] }] : []));
  const comparisons = comparisonsOf(model);
  return (
    <Section
      title="Evaluation"
      note="Measured on each user’s held-out interactions, which were not used for training. The thin line is the 95% confidence interval."
    >
      <Card>
        <ul>
          {shown.map(({ key, estimate }) => (
            <Metric key={key} name={key} estimate={estimate} comparisons={comparisons} />
          ))}
        </ul>
      </Card>
    </Section>
  );
}

function Metric({
  name,
  estimate,
  comparisons,
}: {
  name: string;
  estimate: Estimate;
  comparisons: readonly Comparison[];
}) {
  const { label, note } = metricLabel(name);
  const bars = [
    { label: 'This version', estimate, fill: 'bg-accent' },
    ...comparisons.flatMap(({ label, metrics }) =>
      metrics[name] ? [{ label, estimate: metrics[name], fill: 'bg-line-strong' }] : [],
    ),
  ];
  const max = Math.max(...bars.map((bar) => Math.max(bar.estimate.high, bar.estimate.value))) || 1;
  const popularity = comparisons.find(({ label }) => label === 'Popularity')?.metrics[name];
  const lift = formatLift(estimate.value, popularity?.value);
  return (
    <li className="grid gap-x-8 gap-y-3 p-5 not-first:border-t md:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]">
      <div>
        <h3 className="flex flex-wrap items-baseline gap-x-2 font-medium">
          {label}
          {lift && (
            <span className="text-[0.8125rem] font-medium text-accent-text tabular-nums">{lift} vs popularity</span>
          )}
        </h3>
        <p className="mt-0.5 max-w-prose text-[0.8125rem] leading-5 text-muted">{note}</p>
      </div>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)_auto] content-center items-center gap-x-3 gap-y-2 text-[0.8125rem]">
        {bars.map((bar) => (
          <Bar key={bar.label} name={name} max={max} {...bar} />
        ))}
      </dl>
    </li>
  );
}

function Bar({
  name,
  label,
  estimate,
  max,
  fill,
}: {
  name: string;
  label: string;
  estimate: Estimate;
  /** The value of a full bar. */
  max: number;
  fill: string;
}) {
  const percent = (value: number) => `${Math.max(0, Math.min(100, (value / max) * 100))}%`;
  const width = `${Math.max(0, ((estimate.high - estimate.low) / max) * 100)}%`;
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
