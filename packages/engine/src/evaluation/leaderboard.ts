import type { Metrics } from '../data/records.ts';

/** One trial and its metrics on the validation part. */
export interface LeaderboardEntry {
  /** Name in the registry of algorithms. */
  algorithm: string;
  params: Record<string, unknown>;
  seconds: number;
  metrics: Metrics;
}

/** The figure by which trials are compared: the mean of NDCG@10, NDCG@20 and recall@20. */
export const objective = (metrics: Metrics): number =>
  (metrics['ndcg@10'].value + metrics['ndcg@20'].value + metrics['recall@20'].value) / 3;
