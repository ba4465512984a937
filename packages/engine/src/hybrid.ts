import type { Params } from './algorithms/definition.ts';
import { algorithmNamed } from './algorithms/index.ts';
import { completeParams } from './algorithms/params.ts';
import type { AutoInput, Choice } from './auto.ts';
import { refusal } from './check-data.ts';
import { splitInteractions } from './dataset/split.ts';
import { DataError } from './errors.ts';
import { countUsers } from './orders.ts';
import type { Recipe } from './recipe.ts';
import { popularScorer } from './serve/scorers/popular.ts';
import { attempt, type Trial } from './trial.ts';
import { tuneBlend } from './tune-blend.ts';

const mostUsers = 1500;

/**
 * The hybrid that was asked for: one collaborative model, the content model and popularity, with the weights that rank
 * best on a validation part. Both models stay in however small their weight, since each knows items the other does not.
 */
export async function chooseHybrid(input: AutoInput, params: Params): Promise<Choice> {
  const { workshop, now, deadline } = input;
  const collaborative = algorithmNamed(String(params.collaborative));
  const content = algorithmNamed('content');
  for (const part of [collaborative, content]) {
    const why = refusal(part, input.facts);
    if (why) throw new DataError(why);
  }
  const popular = algorithmNamed('popular');
  const recipe: Recipe = {
    name: 'hybrid',
    kind: 'hybrid',
    parts: [collaborative, content, popular].map((algorithm, index) => ({
      algorithm,
      params: completeParams(algorithm, {}),
      weight: [1, 0.3, 0.1][index],
      trust: 0,
    })),
  };
  const split = splitInteractions(input.matrix, { share: 0.2, most: 20, seed: workshop.seed + 1 });
  const users = split.test.indptr.findIndex((end) => end > 0) < 0 ? [] : heldUsers(split.test.indptr);
  if (users.length < 20) {
    return {
      recipe,
      candidates: [],
      explanation: ['Too few users to find the weights of the blend; the usual ones were taken.'],
    };
  }
  const evaluation = { items: workshop.items, mostUsers, seed: workshop.seed, resamples: 0 };
  const trials: Trial[] = [];
  for (const [n, part] of recipe.parts.slice(0, 2).entries()) {
    input.onProgress(n / 3, `trying ${part.algorithm.name}`);
    const trial = await attempt({ workshop, ...part, split, evaluation, now, deadline });
    if (trial) trials.push(trial);
  }
  if (trials.length < 2) throw new DataError('The time given is too short for a hybrid of this data.');
  const userCounts = countUsers(split.train, workshop.items);
  const { voices } = await tuneBlend({
    scorers: [...trials.map((trial) => trial.scorer), popularScorer(userCounts)],
    train: split.train,
    test: split.test,
    users: Uint32Array.from(users.slice(0, mostUsers)),
    userCounts,
    signal: workshop.signal,
  });
  recipe.parts.forEach((part, index) => {
    Object.assign(part, {
      ...voices[index],
      weight: index < 2 ? Math.max(0.02, voices[index].weight) : voices[index].weight,
    });
  });
  recipe.parts = recipe.parts.filter((part) => part.weight > 0);
  const said = recipe.parts.map((part) => `${part.algorithm.name} ${part.weight}`).join(', ');
  return {
    recipe,
    candidates: trials.map((trial) => trial.candidate),
    explanation: [`The weights that ranked best on a validation part: ${said}.`],
  };
}

function heldUsers(indptr: Uint32Array): number[] {
  const users: number[] = [];
  for (let u = 0; u + 1 < indptr.length; u++) if (indptr[u + 1] > indptr[u]) users.push(u);
  return users;
}
