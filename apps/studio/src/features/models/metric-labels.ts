import { formatPercent } from '@/components/format.ts';

interface MetricLabel {
  label: string;
  /** One sentence on how the metric is computed. */
  note: string;
  /** Shares (0 to 1) are shown in percent. */
  unit: 'share' | 'number';
}

const labels: Record<string, { label: string; note: (k: string) => string; unit: MetricLabel['unit'] }> = {
  ndcg: {
    label: 'NDCG',
    note: (k) => `Ranking quality: each held-out item in the top ${k} counts less the lower its rank. 1 is perfect.`,
    unit: 'number',
  },
  recall: {
    label: 'Recall',
    note: (k) => `Share of a user’s held-out items that are in the top ${k}, averaged over users.`,
    unit: 'share',
  },
  precision: {
    label: 'Precision',
    note: (k) => `Share of the top ${k} that are held-out items of the user, averaged over users.`,
    unit: 'share',
  },
  'hit-rate': {
    label: 'Hit rate',
    note: (k) => `Share of users with at least one held-out item in the top ${k}.`,
    unit: 'share',
  },
  map: {
    label: 'MAP',
    note: (k) => `Mean average precision: the precision at the rank of each held-out item in the top ${k}, averaged.`,
    unit: 'number',
  },
  mrr: {
    label: 'MRR',
    note: (k) => `Mean reciprocal rank of the first held-out item in the top ${k}.`,
    unit: 'number',
  },
  coverage: {
    label: 'Catalogue coverage',
    note: (k) => `Share of the catalogue that is in the top ${k} of at least one user.`,
    unit: 'share',
  },
  novelty: {
    label: 'Novelty',
    note: (k) => `Mean self-information of the top ${k}, in bits. Less popular items score higher.`,
    unit: 'number',
  },
  diversity: {
    label: 'Diversity',
    note: (k) => `Mean dissimilarity between the items in one user’s top ${k}.`,
    unit: 'number',
  },
  gini: {
    label: 'Concentration (Gini)',
    note: () => 'Gini coefficient of how often each item is recommended: 0 is even, 1 is all on one item.',
    unit: 'number',
  },
};

/**
 * Label, sentence and unit of a metric such as `ndcg@10`; `recall@100-among-cold` ranks cold items only. An unknown metric
 * is shown under its own name.
 */
export function metricLabel(key: string): MetricLabel {
  const amongCold = key.endsWith(coldSuffix);
  const [name = key, k] = (amongCold ? key.slice(0, -coldSuffix.length) : key).split('@');
  const known = labels[name];
  if (known === undefined) return { label: key, note: '', unit: 'number' };
  const label = k ? `${known.label}@${k}` : known.label;
  return { label: amongCold ? `${label} among cold items` : label, note: known.note(k ?? ''), unit: known.unit };
}
const coldSuffix = '-among-cold';

export function formatMetric(key: string, value: number): string {
  if (metricLabel(key).unit === 'share') return formatPercent(value, 1);
  return value === 0 ? '0' : value < 10 ? value.toFixed(3) : value.toFixed(1);
}

/** A difference of two values, with its sign. */
export function formatDifference(key: string, difference: number): string {
  if (difference === 0) return formatMetric(key, 0);
  return `${difference < 0 ? '−' : '+'}${formatMetric(key, Math.abs(difference))}`;
}

/** The relative difference to a baseline, such as "2.4×" or "+38%". Null where the baseline is missing or zero. */
export function formatLift(value: number | undefined, baseline: number | undefined): string | null {
  if (value === undefined || baseline === undefined || baseline <= 0) return null;
  const ratio = value / baseline;
  if (ratio >= 2) return `${ratio.toFixed(1)}×`;
  const change = formatPercent(Math.abs(ratio - 1));
  if (change === formatPercent(0)) return `±${change}`;
  return ratio >= 1 ? `+${change}` : `−${change}`;
}
