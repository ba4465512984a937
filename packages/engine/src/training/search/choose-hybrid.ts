import type { AlgorithmDefinition, Params } from '../../algorithms/definition.ts';
import { algorithmLabels, algorithmNamed } from '../../algorithms/index.ts';
import { completeParams } from '../../algorithms/params.ts';
import { DataError } from '../../data/errors.ts';
import { countUsers } from '../../data/item-orders.ts';
import { type Split, splitInteractions } from '../../data/split.ts';
import type { Recipe, RecipePart } from '../../ensemble/fit-model.ts';
import { tuneBlend } from '../../ensemble/tune-weights.ts';
import { worth } from '../../evaluation/leaderboard.ts';
import { popularScorer } from '../../scoring/scorers/popular.ts';
import { refusal, sizeOf } from '../eligibility.ts';
import { attempt, type Trial } from './run-trial.ts';
import type { AutoInput, Choice } from './successive-halving.ts';
import { usersOf, validationPart } from './validation-split.ts';

const mostUsers = 1000;
const leastUsers = 20;
/** Each model knows items that the others do not, so none is left out wholly. */
const leastWeight = 0.02;

/**
 * The hybrid that was asked for: collaborative models, the content model and popularity, with the weights that rank best
 * on a validation part. Matrix factorisation is always among them, since it is what predicts tastes for new items.
 */
export async function chooseHybrid(input: AutoInput, params: Params): Promise<Choice> {
  const { context } = input;
  const models = modelsFor(input, String(params.collaborative));
  const popular = algorithmNamed('popular');
  const usual = (algorithm: AlgorithmDefinition, weight: number): RecipePart => {
    return { algorithm, params: completeParams(algorithm, {}), weight, trust: 0 };
  };
  const recipe: Recipe = { name: 'hybrid', kind: 'hybrid', parts: [] };
  const split = splitInteractions(input.matrix, { ...validationPart, seed: context.seed + 1 });
  const users = usersOf(split.test);
  if (users.length < leastUsers) {
    recipe.parts = [...models.map((model) => usual(model, model.kind === 'content' ? 0.3 : 1)), usual(popular, 0.1)];
    const explanation = ['Too few users to find the weights of the blend; the usual ones were taken.'];
    return { recipe, candidates: [], explanation };
  }
  const trials: Trial[] = [];
  for (const [n, model] of models.entries()) {
    input.onProgress(n / (models.length + 1), `trying ${algorithmLabels[model.name]}`);
    trials.push(await tryOut(input, split, model));
  }
  trials.sort((a, b) => worth(b.candidate.metrics) - worth(a.candidate.metrics));
  const userCounts = countUsers(split.train, context.items);
  const { voices } = await tuneBlend({
    scorers: [...trials.map((trial) => trial.scorer), popularScorer(userCounts)],
    train: split.train,
    test: split.test,
    users: Uint32Array.from(users.slice(0, mostUsers)),
    userRecords: context.dataset.userRecords,
    userCounts,
    signal: context.signal,
  });
  recipe.parts = voices.flatMap((voice, index): RecipePart[] => {
    const trial = trials[index];
    if (!trial) return voice.weight > 0 ? [{ ...usual(popular, voice.weight), trust: voice.trust }] : [];
    return [
      { algorithm: trial.algorithm, params: trial.params, ...voice, weight: Math.max(leastWeight, voice.weight) },
    ];
  });
  const said = recipe.parts.map((part) => `${algorithmLabels[part.algorithm.name]} ${part.weight}`).join(', ');
  const explanation = [`The weights that ranked best on the validation rows: ${said}.`];
  const fitted = {
    models: recipe.parts.map(({ algorithm }) => trials.find((trial) => trial.algorithm === algorithm)?.model),
    seconds: trials.reduce((sum, trial) => sum + trial.fitSeconds, 0),
  };
  return { recipe, fitted, candidates: trials.map((trial) => trial.candidate), explanation };
}

/** The models to blend; what the data does not allow is refused where it was asked for, else left out. */
function modelsFor(input: AutoInput, asked: string): AlgorithmDefinition[] {
  const needed = ['ials', 'content', ...(asked === 'best' ? [] : [asked])].map(algorithmNamed);
  for (const model of needed) {
    const why = refusal(model, input.facts);
    if (why) throw new DataError(why);
  }
  const size = sizeOf(input.context, input.matrix);
  const left = (input.deadline - input.now()) / 1000;
  const more = (asked === 'best' ? ['ease', 'item-knn'] : []).map(algorithmNamed).filter((model) => {
    const params = completeParams(model, {});
    return (
      !refusal(model, input.facts) &&
      model.seconds(size, params) * 5 < left &&
      model.memory(size, params) < input.memoryLimitBytes
    );
  });
  return [...new Set([...needed, ...more])];
}

/** The usual parameters, and where there are times the same with the newest events counting more. */
async function tryOut(input: AutoInput, split: Split, algorithm: AlgorithmDefinition): Promise<Trial> {
  const { context, now, deadline } = input;
  const evaluation = {
    items: context.items,
    mostUsers,
    seed: context.seed,
    resamples: 0,
    userRecords: context.dataset.userRecords,
  };
  const common = { context, algorithm, split, evaluation, now, deadline };
  let best = await attempt({ ...common, params: completeParams(algorithm, {}) });
  if (!best) throw new DataError('The time given is too short for a hybrid of this data.');
  if (split.how === 'random') return best;
  for (const recency of [0.25, 0.5, 0.75]) {
    const trial = await attempt({ ...common, params: completeParams(algorithm, { recency }), known: best });
    if (trial && worth(trial.candidate.metrics) > worth(best.candidate.metrics)) best = trial;
    else break;
  }
  return best;
}
