import type { TrainingContext } from '../../algorithms/training-context.ts';
import type { Split, SplitOptions } from '../../data/split.ts';
import { evaluate } from '../../evaluation/evaluate.ts';
import { seeded } from '../../math/random.ts';
import type { Trial, TrialEvaluation } from './run-trial.ts';
import { byObjective } from './search-state.ts';

/**
 * What is held out to compare models. With times, each user's next one or two interactions: to rank further ahead is
 * another task than the one that is measured and served. Without times every fifth, since all of them are alike.
 */
export const validationPart: Omit<SplitOptions, 'seed'> = { share: 0.2, max: 20, maxTimed: 2 };

/** With fewer held-out users than this, each half would be too small: all users serve for both parts. */
const minUsersToDivide = 4000;

/**
 * The held-out users in two parts over one training part: parameters are tuned by the first, the results are compared and
 * blended by the second. The best of many trials owes a part of its metrics to chance, which does not repeat.
 */
export function divideUsers(split: Split, seed: number): { tuning: Split; confirming: Split } {
  const { train, test, how } = split;
  const users = usersOf(test);
  if (users.length < minUsersToDivide) return { tuning: split, confirming: split };
  const random = seeded(seed);
  const isTuning = new Uint8Array(test.indptr.length);
  for (const user of users) isTuning[user] = random() < 0.5 ? 1 : 0;
  const half = (which: number): Split => {
    const indptr = new Uint32Array(test.indptr.length);
    const indices: number[] = [];
    for (let u = 0; u + 1 < indptr.length; u++) {
      if (isTuning[u] === which) {
        indices.push(...test.indices.subarray(test.indptr[u], test.indptr[u + 1]));
      }
      indptr[u + 1] = indices.length;
    }
    return { train, how, test: { indptr, indices: Uint32Array.from(indices) } };
  };
  return { tuning: half(1), confirming: half(0) };
}

/** Users with at least one held-out item. */
export function usersOf({ indptr }: Split['test']): number[] {
  const users: number[] = [];
  for (let u = 0; u + 1 < indptr.length; u++) if ((indptr[u + 1] ?? 0) > (indptr[u] ?? 0)) users.push(u);
  return users;
}

/** The trials with their metrics on another half, best first. */
export async function measureAgain(
  trials: Trial[],
  { train, test }: Split,
  { signal }: TrainingContext,
  options: TrialEvaluation,
): Promise<Trial[]> {
  const again: Trial[] = [];
  for (const trial of trials) {
    const { metrics } = await evaluate(trial.scorer, train, test, { ...options, signal });
    again.push({ ...trial, entry: { ...trial.entry, metrics } });
  }
  return again.sort(byObjective);
}
