import { formatPercent } from '@/components/format.ts';

interface MetricWords {
  label: string;
  note: (k: string) => string;
  /** How a value reads: a share of 1, or a plain number. */
  unit: 'share' | 'number';
}

const words: Record<string, MetricWords> = {
  ndcg: {
    label: 'NDCG',
    note: (k) => `How high what people really chose stands in their ${k} recommendations; 1 would be always on top.`,
    unit: 'number',
  },
  recall: {
    label: 'Recall',
    note: (k) => `Part of what people really chose that was among their ${k} recommendations.`,
    unit: 'share',
  },
  precision: {
    label: 'Precision',
    note: (k) => `Part of the ${k} recommendations that people really chose.`,
    unit: 'share',
  },
  'hit-rate': {
    label: 'Hit rate',
    note: (k) => `Part of people for whom at least one of ${k} recommendations was what they chose.`,
    unit: 'share',
  },
  map: {
    label: 'MAP',
    note: (k) => `Precision averaged over each right item’s place among ${k}: it rewards being right early.`,
    unit: 'number',
  },
  mrr: {
    label: 'MRR',
    note: (k) => `One divided by the place of the first right item among ${k}, averaged over people.`,
    unit: 'number',
  },
  coverage: {
    label: 'Catalogue coverage',
    note: (k) =>
      `Part of the catalogue that appears in somebody’s ${k} recommendations; popularity shows everyone the same few.`,
    unit: 'share',
  },
  novelty: {
    label: 'Novelty',
    note: (k) => `How far from the well-known the ${k} recommendations are, in bits; higher is less obvious.`,
    unit: 'number',
  },
  diversity: {
    label: 'Diversity',
    note: (k) => `How unlike each other the ${k} recommendations of one person are.`,
    unit: 'number',
  },
  gini: {
    label: 'Concentration',
    note: () => 'How unevenly recommendations fall on items: 0 is even, 1 is all on one item. Lower is fairer.',
    unit: 'number',
  },
};

/** Name, sentence and unit of a metric such as `ndcg@10`; an unknown one keeps its own name. */
export function describeMetric(key: string): { label: string; note: string; unit: MetricWords['unit'] } {
  const [name = key, k] = key.split('@');
  const known = words[name];
  if (known === undefined) return { label: key, note: '', unit: 'number' };
  return { label: k ? `${known.label}@${k}` : known.label, note: known.note(k ?? ''), unit: known.unit };
}

export function formatMetric(key: string, value: number): string {
  if (describeMetric(key).unit === 'share') return formatPercent(value, 1);
  return value === 0 ? '0' : value < 10 ? value.toFixed(3) : value.toFixed(1);
}

/** "2.4×" or "+38 %": how a metric stands to the baseline's. Null where there is nothing to divide by. */
export function formatLift(ours: number | undefined, baseline: number | undefined): string | null {
  if (ours === undefined || baseline === undefined || baseline <= 0) return null;
  const ratio = ours / baseline;
  if (ratio >= 2) return `${ratio.toFixed(1)}×`;
  const change = formatPercent(Math.abs(ratio - 1));
  return ratio >= 1 ? `+${change}` : `−${change}`;
}
