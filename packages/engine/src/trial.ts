import type { AlgorithmDefinition, Params } from './algorithms/definition.ts';
import type { Candidate } from './candidate.ts';
import type { Split } from './dataset/split.ts';
import { type EvaluateOptions, evaluate } from './evaluate.ts';
import { countUsers } from './orders.ts';
import { alone, fitRecipe, type Recipe } from './recipe.ts';
import { openScorer } from './serve/open-scorer.ts';
import type { Scorer } from './serve/scorer.ts';
import type { FittedModel } from './serve/spec.ts';
import type { Workshop } from './workshop.ts';

export interface Trial {
  algorithm: AlgorithmDefinition;
  params: Params;
  recipe: Recipe;
  model: FittedModel;
  scorer: Scorer;
  candidate: Candidate;
  /** Of the fit alone. */
  fitSeconds: number;
  /** Of the measurement alone. */
  measureSeconds: number;
}

export interface TrialInput {
  workshop: Workshop;
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
  const { workshop, algorithm, params, split, now } = input;
  const late = new AbortController();
  const signal = AbortSignal.any([workshop.signal, late.signal]);
  const started = now();
  const recipe = alone(algorithm, params);
  try {
    const onProgress = () => {
      if (now() > input.deadline) late.abort();
    };
    const again = reused(algorithm, params, input.known);
    const model = again ?? (await fitRecipe({ workshop, recipe, matrix: split.train, signal, onProgress }));
    const fitSeconds = again && input.known ? input.known.fitSeconds : (now() - started) / 1000;
    const scorer = openScorer(model.spec, model.arrays, countUsers(split.train, workshop.items));
    const measured = now();
    const { metrics } = await evaluate(scorer, split.train, split.test, { ...input.evaluation, signal });
    const seconds = (now() - started) / 1000;
    const measureSeconds = (now() - measured) / 1000;
    return {
      algorithm,
      params,
      recipe,
      model,
      scorer,
      fitSeconds,
      measureSeconds,
      candidate: { algorithm: algorithm.name, params, seconds, metrics },
    };
  } catch (error) {
    if (late.signal.aborted && !workshop.signal.aborted) return undefined;
    throw error;
  }
}

/** The known fit with other served parameters; undefined where what is learned would differ. */
function reused(algorithm: AlgorithmDefinition, params: Params, known: Trial | undefined): FittedModel | undefined {
  const { served } = algorithm;
  if (!known || !served) return undefined;
  const same = Object.keys(params).every((name) => served.names.includes(name) || params[name] === known.params[name]);
  return same ? { spec: served.spec(known.model.spec, params), arrays: known.model.arrays } : undefined;
}
