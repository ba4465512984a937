import type { AlgorithmDefinition, Params } from '../../algorithms/definition.ts';
import type { Split } from '../../data/split.ts';
import { type LeaderboardEntry, objective } from '../../evaluation/leaderboard.ts';
import { sizeOf } from '../dataset-statistics.ts';
import type { ChoiceInput } from './choice.ts';
import type { Trial, TrialEvaluation } from './run-trial.ts';

export interface SearchState extends ChoiceInput {
  split: Split;
  evaluation: TrialEvaluation;
  /** The best trial of each algorithm. */
  best: Map<string, Trial>;
  leaderboard: LeaderboardEntry[];
  /** Seconds of each algorithm's last trial, fit and measurement; Infinity after one that was stopped. */
  seconds: Map<string, number>;
}

/** Users of the validation part: as many as can be ranked for in a share of the budget, within these bounds. */
const validationUsers = { min: 1000, max: 10_000, itemsRankedPerSecond: 5e7, shareOfBudget: 0.01 };

/** How trials are measured. New items are left out of the lists, where they would only take places: none is held out. */
export function trialEvaluation({ context, budget, coldItems }: ChoiceInput): TrialEvaluation {
  const { min, max, itemsRankedPerSecond, shareOfBudget } = validationUsers;
  const seconds = shareOfBudget * budget.remaining;
  const { items, seed, dataset } = context;
  const maxUsers = Math.min(max, Math.max(min, Math.floor((seconds * itemsRankedPerSecond) / items)));
  return { items, maxUsers, seed, resamples: 0, userRecords: dataset.userRecords, excluded: coldItems };
}

export const byObjective = (a: Trial, b: Trial): number => objective(b.entry.metrics) - objective(a.entry.metrics);

/** The best trial of each algorithm, best first. */
export const rankTrials = ({ best }: SearchState): Trial[] => [...best.values()].sort(byObjective);

/** The seconds of a trial: those of the algorithm's last one, scaled by how much more work these parameters are. */
export function expectedSeconds(state: SearchState, algorithm: AlgorithmDefinition, params: Params): number {
  const size = sizeOf(state.context, state.split.train);
  const last = state.seconds.get(algorithm.name);
  const known = state.best.get(algorithm.name);
  const work = algorithm.seconds(size, params);
  return last === undefined || !known ? work : last * Math.max(1, work / algorithm.seconds(size, known.params));
}

/** Bytes of the models that are kept for blending. */
export function retainedBytes(trials: Iterable<Trial>): number {
  let bytes = 0;
  for (const { model } of trials) {
    for (const { data } of model.arrays.values()) bytes += ArrayBuffer.isView(data) ? data.byteLength : 0;
  }
  return bytes;
}
