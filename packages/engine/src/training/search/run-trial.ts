import type { AlgorithmDefinition, Params } from '../../algorithms/definition.ts';
import type { TrainingContext } from '../../algorithms/training-context.ts';
import { countUsers } from '../../data/item-orders.ts';
import type { Split } from '../../data/split.ts';
import { alone, type Recipe } from '../../ensemble/fit-model.ts';
import { type EvaluateOptions, evaluate } from '../../evaluation/evaluate.ts';
import type { Candidate } from '../../evaluation/leaderboard.ts';
import type { Scorer } from '../../scoring/scorer.ts';
import { openScorer } from '../../scoring/scorers/open-scorer.ts';
import type { FittedModel } from '../../scoring/spec.ts';
import { fitInTime } from '../fit-within-deadline.ts';

export interface Trial {
  algorithm: AlgorithmDefinition;
  params: Params;
  recipe: Recipe;
  model: FittedModel;
  scorer: Scorer;
  candidate: Candidate;
  /** Of a fit from nothing, alone. */
  fitSeconds: number;
  /** Of the measurement alone. */
  measureSeconds: number;
}

export interface TrialInput {
  context: TrainingContext;
  algorithm: AlgorithmDefinition;
  params: Params;
  split: Split;
  evaluation: Omit<EvaluateOptions, 'signal'>;
  /** Milliseconds. */
  now(): number;
  /** A trial of the same algorithm on the same split, whose fit may serve again. */
  known?: Trial;
  /** By `now`; the fit is stopped when it reports progress later than that. */
  deadline: number;
}

/** Fits on the training part and measures on the held-out part. Undefined where the time ran out first. */
export async function attempt(input: TrialInput): Promise<Trial | undefined> {
  const { context, algorithm, params, split, known, now, deadline } = input;
  const { signal } = context;
  const started = now();
  const recipe = alone(algorithm, params);
  const fit = { context, recipe, matrix: split.train, signal, onProgress: () => undefined };
  const model = reused(algorithm, params, known) ?? (await fitInTime(fit, { now, deadline }));
  if (!model) return undefined;
  const fitted = now();
  const scorer = openScorer(model.spec, model.arrays, countUsers(split.train, context.items));
  const { metrics } = await evaluate(scorer, split.train, split.test, { ...input.evaluation, signal });
  const ended = now();
  return {
    algorithm,
    params,
    recipe,
    model,
    scorer,
    // What an earlier fit has prepared for this one has to be made anew for other data.
    fitSeconds: Math.max((fitted - started) / 1000, known?.fitSeconds ?? 0),
    measureSeconds: (ended - fitted) / 1000,
    candidate: { algorithm: algorithm.name, params, seconds: (ended - started) / 1000, metrics },
  };
}

/** The known fit with other served parameters; undefined where what is learned would differ. */
function reused(algorithm: AlgorithmDefinition, params: Params, known: Trial | undefined): FittedModel | undefined {
  const { served } = algorithm;
  if (!known || !served) return undefined;
  const same = Object.keys(params).every((name) => served.names.includes(name) || params[name] === known.params[name]);
  return same ? { spec: served.spec(known.model.spec, params), arrays: known.model.arrays } : undefined;
}
