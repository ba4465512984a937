import type { TrainingContext } from '../../algorithms/training-context.ts';
import type { Split, SplitOptions } from '../../data/split.ts';
import { type EvaluateOptions, evaluate } from '../../evaluation/evaluate.ts';
import { worth } from '../../evaluation/leaderboard.ts';
import { seeded } from '../../math/random.ts';
import type { Trial } from './run-trial.ts';

/**
 * What is held out to compare models. Where there are times, the next one or two: to rank further ahead is another task
 * than the one that is measured and served. Without times every fifth, since all of them are alike.
 */
export const validationPart: Omit<SplitOptions, 'seed'> = { share: 0.2, most: 20, mostTimed: 2 };

/** With fewer held-out users than this, both parts would say too little: all of them serve for both. */
const enoughForTwo = 4000;

/**
 * The held-out users in two halves over one training part: by the first, parameters are tuned; by the second, what came
 * of it is compared and blended. The best of many tries owes a part of its figure to chance, which does not repeat.
 */
export function divideUsers(split: Split, seed: number): { tuning: Split; confirming: Split } {
  const { train, test, how } = split;
  const users = usersOf(test);
  if (users.length < enoughForTwo) return { tuning: split, confirming: split };
  const random = seeded(seed);
  const first = new Uint8Array(test.indptr.length);
  for (const user of users) first[user] = random() < 0.5 ? 1 : 0;
  const half = (which: number): Split => {
    const indptr = new Uint32Array(test.indptr.length);
    const indices: number[] = [];
    for (let u = 0; u + 1 < indptr.length; u++) {
      if (first[u] === which) for (let p = test.indptr[u]; p < test.indptr[u + 1]; p++) indices.push(test.indices[p]);
      indptr[u + 1] = indices.length;
    }
    return { train, how, test: { indptr, indices: Uint32Array.from(indices) } };
  };
  return { tuning: half(1), confirming: half(0) };
}

/** Users with something held out. */
export function usersOf({ indptr }: Split['test']): number[] {
  const users: number[] = [];
  for (let u = 0; u + 1 < indptr.length; u++) if (indptr[u + 1] > indptr[u]) users.push(u);
  return users;
}

/** The trials measured anew on another half, best first. */
export async function measureAgain(
  trials: Trial[],
  { train, test }: Split,
  context: TrainingContext,
  options: Omit<EvaluateOptions, 'signal'>,
): Promise<Trial[]> {
  const again: Trial[] = [];
  for (const trial of trials) {
    const { metrics } = await evaluate(trial.scorer, train, test, { ...options, signal: context.signal });
    again.push({ ...trial, candidate: { ...trial.candidate, metrics } });
  }
  return again.sort((a, b) => worth(b.candidate.metrics) - worth(a.candidate.metrics));
}
