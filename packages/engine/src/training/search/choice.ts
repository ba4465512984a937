import type { TrainingContext } from '../../algorithms/training-context.ts';
import type { Interactions } from '../../data/records.ts';
import type { ModelSpec } from '../../ensemble/spec.ts';
import type { LeaderboardEntry } from '../../evaluation/leaderboard.ts';
import type { FittedModel } from '../../scoring/spec.ts';
import type { Budget } from '../budget.ts';
import type { DatasetStatistics } from '../dataset-statistics.ts';
import type { Report } from '../report.ts';

export interface ChoiceInput {
  context: TrainingContext;
  statistics: DatasetStatistics;
  /** Items without any interaction: no list may contain them while models are compared. */
  coldItems: Uint32Array;
  /** The interactions to choose by, without the test part. */
  matrix: Interactions;
  memoryLimitBytes: number;
  /** For choosing and for the two fits of the chosen model that follow. */
  budget: Budget;
  report: Report;
  onProgress(share: number, message: string): void;
}

export interface Choice {
  spec: ModelSpec;
  leaderboard: LeaderboardEntry[];
  /** Undefined where nothing was compared. */
  fitted?: FittedMembers;
}

/** The members of a spec as they were fitted for comparing: the model that is left where no time is left for another fit. */
export interface FittedMembers {
  models: (FittedModel | undefined)[];
  /** Of fitting all of them. */
  seconds: number;
}
