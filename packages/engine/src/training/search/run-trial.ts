import type { AlgorithmDefinition, Params } from '../../algorithms/definition.ts';
import type { TrainingContext } from '../../algorithms/training-context.ts';
import { countUsers } from '../../data/item-rankings.ts';
import type { Split } from '../../data/split.ts';
import { singleMemberSpec } from '../../ensemble/spec.ts';
import { type EvaluateOptions, evaluate } from '../../evaluation/evaluate.ts';
import type { LeaderboardEntry } from '../../evaluation/leaderboard.ts';
import type { Scorer } from '../../scoring/scorer.ts';
import { openScorer } from '../../scoring/scorers/open-scorer.ts';
import type { FittedModel } from '../../scoring/spec.ts';
import type { Budget } from '../budget.ts';
import { fitWithinBudget } from '../fit-within-budget.ts';

export interface Trial {
  algorithm: AlgorithmDefinition;
  params: Params;
  model: FittedModel;
  scorer: Scorer;
  entry: LeaderboardEntry;
  /** Of a fit that reuses nothing. */
  fitSeconds: number;
  /** Of the measurement alone. */
  measureSeconds: number;
}

export type TrialEvaluation = Omit<EvaluateOptions, 'signal'>;

export interface TrialInput {
  context: TrainingContext;
  algorithm: AlgorithmDefinition;
  params: Params;
  split: Split;
  evaluation: TrialEvaluation;
  /** A trial of the same algorithm on the same split, whose fit is reused where only served parameters differ. */
  known?: Trial;
  /** The fit is stopped when it reports progress after its end. */
  budget: Budget;
}

/** Fits on the training part and measures on the held-out part. Undefined where the time ran out first. */
export async function runTrial(input: TrialInput): Promise<Trial | undefined> {
  const { context, algorithm, params, split, known, budget } = input;
  const { signal } = context;
  const elapsed = budget.stopwatch();
  const spec = singleMemberSpec(algorithm, params);
  const fit = { context, spec, matrix: split.train, signal, onProgress: () => undefined };
  const model = reused(algorithm, params, known) ?? (await fitWithinBudget(fit, budget));
  if (!model) return undefined;
  const fitSeconds = elapsed();
  const scorer = openScorer(model.spec, model.arrays, countUsers(split.train, context.items));
  const { metrics } = await evaluate(scorer, split.train, split.test, { ...input.evaluation, signal });
  const seconds = elapsed();
  return {
    algorithm,
    params,
    model,
    scorer,
    // A fit may reuse what an earlier one prepared; on other rows that has to be prepared again.
    fitSeconds: Math.max(fitSeconds, known?.fitSeconds ?? 0),
    measureSeconds: seconds - fitSeconds,
    entry: { algorithm: algorithm.name, params, seconds, metrics },
  };
}

/** The known fit with other served parameters; undefined where the fit itself would differ. */
function reused(algorithm: AlgorithmDefinition, params: Params, known: Trial | undefined): FittedModel | undefined {
  const { served } = algorithm;
  if (!known || !served) return undefined;
  const same = Object.keys(params).every((name) => served.names.includes(name) || params[name] === known.params[name]);
  return same ? { spec: served.spec(known.model.spec, params), arrays: known.model.arrays } : undefined;
}
