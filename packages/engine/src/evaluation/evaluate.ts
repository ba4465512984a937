import { DivergedError } from '../data/errors.ts';
import type { Interactions, Metrics, UserRecord } from '../data/records.ts';
import { seeded, shuffle } from '../math/random.ts';
import { topIndices } from '../math/top.ts';
import type { History, Scorer } from '../scoring/scorer.ts';
import { bootstrap } from './bootstrap.ts';
import { Exposure } from './exposure.ts';
import { historyWithFields } from './history.ts';
import { cutoffs, listMetricNames, measureList } from './list-metrics.ts';

export interface Evaluation {
  metrics: Metrics;
  /** The users that were measured, and their values by metric in the same order: for segments and paired comparisons. */
  users: Uint32Array;
  perUser: Record<string, Float32Array>;
}

export interface EvaluateOptions {
  items: number;
  /** At most so many users, chosen by the seed. */
  maxUsers: number;
  seed: number;
  /** Resamples of the bootstrap; 0 leaves the intervals closed around the value. */
  resamples: number;
  /** The users' own fields, for models that read them. */
  userRecords?: (UserRecord | undefined)[];
  /** Items that no list may contain. */
  excluded?: Uint32Array;
  signal?: AbortSignal;
}

const listLength = cutoffs[cutoffs.length - 1];

/** An abort is noticed, and other work of the process done, after so many users. */
const usersPerTurn = 64;

/**
 * Full ranking: every item that is not in the user's history is a candidate, none is sampled. Metrics are those of
 * list-metrics.ts (means over users with bootstrap intervals) and exposure.ts (of the first ten of every list). Throws
 * DivergedError for scores that are not numbers, and the signal's reason when aborted.
 */
export async function evaluate(
  scorer: Scorer,
  train: Interactions,
  test: { indptr: Uint32Array; indices: Uint32Array },
  options: EvaluateOptions,
): Promise<Evaluation> {
  const users = sampleUsers(test.indptr, options);
  const perUser = Object.fromEntries(listMetricNames.map((name) => [name, new Float32Array(users.length)]));
  const exposure = new Exposure(train, options.items);
  const excludedCount = options.excluded?.length ?? 0;
  const isHeldOut = new Uint8Array(options.items);
  const rank = ranker(scorer, options);
  for (let n = 0; n < users.length; n++) {
    if (n % usersPerTurn === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      options.signal?.throwIfAborted();
    }
    const user = users[n];
    const history = historyWithFields(train, user, options.userRecords);
    const list = rank(history);
    if (list.length < Math.min(listLength, options.items - excludedCount - history.items.length)) {
      throw new DivergedError('The scores of the model are not numbers.');
    }
    const heldOut = test.indices.subarray(test.indptr[user], test.indptr[user + 1]);
    for (const item of heldOut) isHeldOut[item] = 1;
    measureList(list, isHeldOut, heldOut.length, n, perUser);
    for (const item of heldOut) isHeldOut[item] = 0;
    exposure.add(list.subarray(0, 10));
  }
  return { metrics: { ...bootstrap(perUser, users.length, options), ...exposure.metrics() }, users, perUser };
}

/** Returns the best items of a history, best first, without the history itself and `excluded`. */
function ranker(scorer: Scorer, { items, excluded }: EvaluateOptions): (history: History) => Uint32Array {
  const scores = new Float32Array(items);
  const masked = new Uint8Array(items);
  const always = excluded ?? new Uint32Array(0);
  for (const item of always) masked[item] = 1;
  return (history) => {
    for (const item of history.items) masked[item] = 1;
    try {
      if (scorer.best) return scorer.best(history, listLength, masked).items;
      scorer.score(history, scores, masked);
      for (const item of history.items) scores[item] = Number.NEGATIVE_INFINITY;
      for (const item of always) scores[item] = Number.NEGATIVE_INFINITY;
      return topIndices(scores, listLength);
    } finally {
      for (const item of history.items) masked[item] = 0;
    }
  };
}

function sampleUsers(indptr: Uint32Array, options: EvaluateOptions): Uint32Array {
  const all: number[] = [];
  for (let u = 0; u + 1 < indptr.length; u++) if (indptr[u + 1] > indptr[u]) all.push(u);
  const users = Uint32Array.from(all);
  if (users.length <= options.maxUsers) return users;
  return shuffle(users, seeded(options.seed)).slice(0, options.maxUsers).sort();
}
