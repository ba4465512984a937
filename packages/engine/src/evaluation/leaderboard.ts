import type { Metrics } from '../data/records.ts';

/** One thing that was tried, and how it did on the validation part. */
export interface Candidate {
  /** Name in the registry of algorithms. */
  algorithm: string;
  params: Record<string, unknown>;
  seconds: number;
  metrics: Metrics;
}

/** The one figure by which candidates are compared: the mean of NDCG@10, NDCG@20 and recall@20. */
export const worth = (metrics: Metrics): number =>
  (metrics['ndcg@10'].value + metrics['ndcg@20'].value + metrics['recall@20'].value) / 3;
