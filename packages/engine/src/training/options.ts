import type { ColdItems, IncumbentComparison, Segment, TrainingEvent } from '@curio/contracts/training-report';
import type { Estimate, Metrics, ModelKind, Progress } from '../data/records.ts';
import type { LeaderboardEntry } from '../evaluation/leaderboard.ts';

export interface TrainOptions {
  /** `auto`, or a name in the registry of algorithms. */
  algorithm: string;
  /** Of the algorithm; `auto` has none. Missing ones take their defaults. */
  params?: Record<string, unknown>;
  seed: number;
  /** How long `auto` and `hybrid` may take; any other algorithm is fitted however long that takes. */
  budgetSeconds: number;
  threads: number;
  memoryLimitBytes?: number;
  incumbent?: Incumbent;
}

/**
 * The live version, to compare with. Its own artifact was fitted on all interactions of its snapshot, most of the rows
 * that are held out here among them, so measuring it would count rows that it was trained on. Instead its algorithm and
 * parameters are fitted again on the training part of this dataset and measured on the same held-out rows and users.
 */
export interface Incumbent {
  version: number;
  /** As `TrainResult` gave them. */
  algorithm: string;
  params: Record<string, unknown>;
  /** From when it was trained; reported instead of a comparison where the refit does not fit time or memory. */
  metrics: Metrics;
}

export interface TrainHooks {
  onProgress(progress: Progress): void;
  signal: AbortSignal;
  /** Milliseconds, of any origin. */
  now(): number;
}

export interface TrainResult {
  algorithm: string;
  kind: ModelKind;
  params: Record<string, unknown>;
  /** On the test part: the last item of each user, which was not used for any choice. */
  metrics: Metrics;
  /** `difference`: the model minus the baseline, with paired bootstrap intervals. */
  baseline: { algorithm: 'popular'; metrics: Metrics; difference: Record<string, Estimate> };
  incumbent?: IncumbentComparison;
  segments: Segment[];
  /** Null for models that do not read item features, and where data, time or memory did not suffice. */
  coldItems: ColdItems | null;
  /** Every trial, in the order of the search. */
  leaderboard: LeaderboardEntry[];
  report: TrainingEvent[];
  /** The tensor library's backend; "kernels" where no tensor was needed. */
  backend: string;
  artifact: Uint8Array;
}
