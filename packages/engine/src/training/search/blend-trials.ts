import { algorithmLabels, algorithmNamed } from '../../algorithms/index.ts';
import { completeParams } from '../../algorithms/params.ts';
import type { TrainingContext } from '../../algorithms/training-context.ts';
import { countUsers } from '../../data/item-orders.ts';
import type { Split } from '../../data/split.ts';
import { type Recipe, type RecipePart, unmetItems } from '../../ensemble/fit-model.ts';
import { tuneBlend } from '../../ensemble/tune-weights.ts';
import { type EvaluateOptions, evaluate } from '../../evaluation/evaluate.ts';
import { type Candidate, worth } from '../../evaluation/leaderboard.ts';
import { seeded, shuffle } from '../../math/random.ts';
import type { Scorer } from '../../scoring/scorer.ts';
import { blendScorer } from '../../scoring/scorers/blend.ts';
import { popularScorer } from '../../scoring/scorers/popular.ts';
import type { Trial } from './run-trial.ts';
import type { Fitted } from './successive-halving.ts';
import { usersOf } from './validation-split.ts';

export interface BlendInput {
  context: TrainingContext;
  split: Split;
  /** Best first. */
  ranked: Trial[];
  mostUsers: number;
  evaluation: Omit<EvaluateOptions, 'signal'>;
  now(): number;
  deadline: number;
}

export interface Blend {
  recipe: Recipe;
  candidate: Candidate;
  why: string;
  fitted: Fitted;
}

type OpenPart = RecipePart & { scorer: Scorer; trial: Trial | undefined };

/** A blend has to rank so much better than its best part, since it costs more to serve. */
const worthwhile = 1.005;
/** Where there are items that nobody has met yet, recommending them too is worth so much. */
const bearable = 0.995;
const leastWeight = 0.02;
/** The share of the time left that may go into looking at users; the more are looked at, the less the weights owe to chance. */
const collectingShare = 0.06;
/** The share within which the weights must be found. */
const tuningShare = 0.15;

/** The best blend of the trials and popularity by the validation part; undefined where none beats the best alone. */
export async function blendTrials(input: BlendInput): Promise<Blend | undefined> {
  const { context, split, now } = input;
  const started = now();
  const newItems = unmetItems(context);
  const userCounts = countUsers(split.train, context.items);
  const trials = affordable(input).filter((trial) => trial.algorithm.kind !== 'baseline');
  if (trials.length === 0) return undefined;
  const users = validationUsers(split, input.mostUsers, context.seed);
  const popular = algorithmNamed('popular');
  const scorers = [...trials.map((trial) => trial.scorer), popularScorer(userCounts)];
  const { voices } = await tuneBlend({
    scorers,
    train: split.train,
    test: split.test,
    users,
    userRecords: context.dataset.userRecords,
    userCounts,
    signal: context.signal,
    enough: () => now() > started + collectingShare * (input.deadline - started),
    late: () => now() > started + tuningShare * (input.deadline - started),
  });
  const parts = voices.flatMap((voice, index): OpenPart[] => {
    const trial = trials[index];
    // What is written about the items stays in, and what can be predicted from it: all that is known of new ones.
    const speaksForNew = newItems.length > 0 && trial?.algorithm.name === 'ials';
    const kept = trial?.algorithm.kind === 'content' || speaksForNew;
    const weight = kept ? Math.max(leastWeight, voice.weight) : voice.weight;
    if (weight === 0) return [];
    const algorithm = trial?.algorithm ?? popular;
    return [
      {
        algorithm,
        params: trial?.params ?? completeParams(popular, {}),
        ...voice,
        weight,
        scorer: scorers[index],
        trial,
      },
    ];
  });
  if (parts.length < 2) return undefined;
  const { metrics } = await evaluate(
    blendScorer(parts, userCounts, newItems),
    split.train,
    split.test,
    input.evaluation,
  );
  const servesNew = newItems.length > 0 && parts.some((part) => part.algorithm.kind === 'content');
  const bar = servesNew ? bearable : worthwhile;
  if (worth(metrics) < worth(input.ranked[0].candidate.metrics) * bar) return undefined;
  const recipe: Recipe = {
    name: 'hybrid',
    kind: parts.some((part) => part.algorithm.kind === 'content') ? 'hybrid' : 'collaborative',
    parts: parts.map(({ algorithm, params, weight, trust }) => ({ algorithm, params, weight, trust })),
  };
  const said = parts.map((part) => `${algorithmLabels[part.algorithm.name]} (weight ${part.weight})`).join(', ');
  return {
    recipe,
    candidate: { algorithm: 'hybrid', params: paramsOf(recipe), seconds: (now() - started) / 1000, metrics },
    fitted: {
      models: parts.map(({ trial }) => trial?.model),
      seconds: parts.reduce((sum, { trial }) => sum + (trial?.fitSeconds ?? 0), 0),
    },
    why: `A blend of ${said} ranked best on the validation rows: NDCG@10 ${metrics['ndcg@10'].value.toFixed(4)}.`,
  };
}

/** What a recipe is made of, as the parameters of the model that people see. */
export function paramsOf(recipe: Recipe): Record<string, unknown> {
  if (recipe.parts.length === 1) return recipe.parts[0].params;
  return {
    parts: recipe.parts.map(({ algorithm, weight, trust, params }) => ({
      algorithm: algorithm.name,
      weight,
      trust,
      params,
    })),
  };
}

/** Every part of a blend is fitted twice and measured thrice more: as many of the best as the remaining time allows. */
function affordable({ ranked, now, deadline }: BlendInput): Trial[] {
  let left = (deadline - now()) / 1000 / 1.2;
  return ranked.filter((trial) => {
    const cost = 2 * trial.fitSeconds + 3 * trial.measureSeconds;
    if (cost > left) return false;
    left -= cost;
    return true;
  });
}

function validationUsers({ test }: Split, most: number, seed: number): Uint32Array {
  return shuffle(Uint32Array.from(usersOf(test)), seeded(seed + 2))
    .slice(0, most)
    .sort();
}
