import type { Model } from '@curio/contracts';

type Metrics = NonNullable<Model['metrics']>;
export type Estimate = Metrics[string];

/** What a version is compared with on the test split. */
export interface Comparison {
  label: string;
  metrics: Metrics;
  /** This version minus the other one, with a paired bootstrap interval. */
  difference: Metrics | null;
  note: string;
}

/** The version that was live when this one was trained, where there was one, and popularity. */
export function comparisonsOf({ incumbent, baseline }: Pick<Model, 'incumbent' | 'baseline'>): Comparison[] {
  const comparisons: Comparison[] = [];
  if (incumbent) {
    comparisons.push({
      label: `Version ${incumbent.version}`,
      metrics: incumbent.metrics,
      difference: incumbent.difference ?? null,
      note:
        incumbent.comparedOn === 'refit'
          ? 'The live version at training time, refitted and measured on the same split.'
          : 'The live version at training time, with the metrics stored at its training.',
    });
  }
  if (baseline) {
    comparisons.push({
      label: 'Popularity',
      metrics: baseline.metrics,
      difference: baseline.difference ?? null,
      note: 'The same most popular items for every user.',
    });
  }
  return comparisons;
}
