import { DataError, DivergedError } from '../data/errors.ts';
import type { Estimate, Interactions, Metrics, UserRecord } from '../data/records.ts';
import { seeded, shuffle } from '../math/random.ts';
import { topIndices } from '../math/top.ts';
import type { History, Scorer } from '../scoring/scorer.ts';

export interface Evaluation {
  metrics: Metrics;
  /** The users that were measured, and their values by metric in the same order: for slices and paired comparisons. */
  users: Uint32Array;
  perUser: Record<string, Float32Array>;
}

export interface EvaluateOptions {
  items: number;
  /** At most so many users, chosen by the seed. */
  mostUsers: number;
  seed: number;
  /** Resamples of the bootstrap; 0 leaves the intervals closed around the value. */
  resamples: number;
  /** The users' own fields, for models that read them. */
  userRecords?: (UserRecord | undefined)[];
  signal?: AbortSignal;
}

const cutoffs = [10, 20] as const;

/** Places of a row that fit beside 32 bits of time in the 53 bits of an exact number. */
const mostPlaces = 2 ** 21;
let keys = new Float64Array(1024);

/** A row of the matrix as a history: newest first, without times the order of the row. */
export function historyOf(matrix: Interactions, user: number): History {
  const { indices, values, times } = matrix;
  const from = matrix.indptr[user];
  const length = matrix.indptr[user + 1] - from;
  const items = new Uint32Array(length);
  const weights = new Float32Array(length);
  if (length > mostPlaces) throw new DataError(`A user has met ${length} items; ${mostPlaces} is the most.`);
  if (length > keys.length) keys = new Float64Array(2 * length);
  // Numbers sort several times faster than places by a comparison: how long ago, then the place.
  for (let n = 0; n < length; n++) keys[n] = (0xffffffff - times[from + n]) * mostPlaces + n;
  const sorted = keys.subarray(0, length).sort();
  for (let n = 0; n < length; n++) {
    const at = from + (sorted[n] % mostPlaces);
    items[n] = indices[at];
    weights[n] = values[at];
  }
  return { items, weights };
}

/** The history with the user's own fields, where there are any: all that a model is told of a user. */
export function knownOf(train: Interactions, user: number, userRecords?: (UserRecord | undefined)[]): History {
  const fields = userRecords?.[user]?.custom;
  return { ...historyOf(train, user), ...(fields ? { user: fields } : {}) };
}

/**
 * Full ranking: every item that the user has not met is a candidate, none is sampled. NDCG as Järvelin and Kekäläinen
 * (2002) with the ideal cut at min(k, held-out items); recall over all held-out items; intervals are the 2.5 and 97.5
 * percentiles of a bootstrap over users. Coverage, novelty (mean -log2 of the share of users who met the item) and Gini
 * (of exposure) are of the lists as a whole; their interval is the value itself.
 */
export async function evaluate(
  scorer: Scorer,
  train: Interactions,
  test: { indptr: Uint32Array; indices: Uint32Array },
  options: EvaluateOptions,
): Promise<Evaluation> {
  const users = sampleUsers(test.indptr, options);
  const names = cutoffs.flatMap((k) => [
    `ndcg@${k}`,
    `recall@${k}`,
    `precision@${k}`,
    `map@${k}`,
    `mrr@${k}`,
    `hit-rate@${k}`,
  ]);
  const perUser = Object.fromEntries(names.map((name) => [name, new Float32Array(users.length)]));
  const scores = new Float32Array(options.items);
  const most = cutoffs[cutoffs.length - 1];
  const exposure = new Uint32Array(options.items);
  const shares = shareOfUsers(train, options.items);
  let information = 0;
  let listed = 0;
  const wanted = new Uint8Array(options.items);
  const met = new Uint8Array(options.items);
  const best = (history: History): Uint32Array => {
    for (const item of history.items) met[item] = 1;
    try {
      if (scorer.best) return scorer.best(history, most, met).items;
      scorer.score(history, scores, met);
      for (const item of history.items) scores[item] = Number.NEGATIVE_INFINITY;
      return topIndices(scores, most);
    } finally {
      for (const item of history.items) met[item] = 0;
    }
  };
  for (let n = 0; n < users.length; n++) {
    if (n % 64 === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      options.signal?.throwIfAborted();
    }
    const user = users[n];
    const history = knownOf(train, user, options.userRecords);
    const top = best(history);
    if (top.length < Math.min(most, options.items - history.items.length)) {
      throw new DivergedError('The model gives scores that are no numbers.');
    }
    const held = test.indices.subarray(test.indptr[user], test.indptr[user + 1]);
    for (const item of held) wanted[item] = 1;
    for (const k of cutoffs) measure(top, wanted, held.length, k, n, perUser);
    for (const item of held) wanted[item] = 0;
    for (const item of top.subarray(0, 10)) {
      exposure[item]++;
      information -= Math.log2(shares[item]);
      listed++;
    }
  }
  const metrics = bootstrap(perUser, users.length, options);
  metrics['coverage@10'] = exactly(exposure.reduce((sum, e) => sum + (e > 0 ? 1 : 0), 0) / Math.max(1, options.items));
  metrics['novelty@10'] = exactly(listed ? information / listed : 0);
  metrics['gini@10'] = exactly(gini(exposure));
  return { metrics, users, perUser };
}

function measure(
  top: Uint32Array,
  wanted: Uint8Array,
  held: number,
  k: number,
  n: number,
  perUser: Record<string, Float32Array>,
): void {
  let gain = 0;
  let hits = 0;
  let precisions = 0;
  let first = 0;
  for (let rank = 0; rank < Math.min(k, top.length); rank++) {
    if (!wanted[top[rank]]) continue;
    hits++;
    gain += 1 / Math.log2(rank + 2);
    precisions += hits / (rank + 1);
    if (first === 0) first = rank + 1;
  }
  let ideal = 0;
  for (let rank = 0; rank < Math.min(k, held); rank++) ideal += 1 / Math.log2(rank + 2);
  perUser[`ndcg@${k}`][n] = gain / ideal;
  perUser[`recall@${k}`][n] = hits / held;
  perUser[`precision@${k}`][n] = hits / k;
  perUser[`map@${k}`][n] = precisions / Math.min(k, held);
  perUser[`mrr@${k}`][n] = first ? 1 / first : 0;
  perUser[`hit-rate@${k}`][n] = hits > 0 ? 1 : 0;
}

function sampleUsers(indptr: Uint32Array, options: EvaluateOptions): Uint32Array {
  const all: number[] = [];
  for (let u = 0; u + 1 < indptr.length; u++) if (indptr[u + 1] > indptr[u]) all.push(u);
  const users = Uint32Array.from(all);
  if (users.length <= options.mostUsers) return users;
  return shuffle(users, seeded(options.seed)).slice(0, options.mostUsers).sort();
}

/** The share of users who met an item; one who was never met counts as half a user, so that novelty stays finite. */
function shareOfUsers(train: Interactions, items: number): Float32Array {
  const counts = new Float32Array(items).fill(0.5);
  for (const item of train.indices) counts[item] = Math.floor(counts[item]) + 1;
  const users = Math.max(1, train.indptr.length - 1);
  return counts.map((count) => Math.min(1, count / users));
}

function bootstrap(perUser: Record<string, Float32Array>, users: number, options: EvaluateOptions): Metrics {
  const names = Object.keys(perUser);
  const columns = names.map((name) => perUser[name]);
  const random = seeded(options.seed ^ 0x5eed);
  const resampled = names.map(() => new Float64Array(options.resamples));
  // How often each user was drawn, once for all metrics.
  const drawn = new Uint32Array(users);
  for (let b = 0; b < options.resamples && users > 0; b++) {
    drawn.fill(0);
    for (let n = 0; n < users; n++) drawn[Math.floor(random() * users)]++;
    for (let c = 0; c < columns.length; c++) resampled[c][b] = weightedSum(columns[c], drawn);
  }
  const metrics: Metrics = {};
  names.forEach((name, c) => {
    const value = users ? columns[c].reduce((sum, x) => sum + x, 0) / users : 0;
    const sorted = resampled[c].map((sum) => sum / Math.max(1, users)).sort();
    const at = (q: number) => (sorted.length && users ? sorted[Math.floor(q * (sorted.length - 1))] : value);
    metrics[name] = { value, low: Math.min(value, at(0.025)), high: Math.max(value, at(0.975)) };
  });
  return metrics;
}

function weightedSum(values: Float32Array, times: Uint32Array): number {
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += times[n] * values[n];
  return sum;
}

const exactly = (value: number): Estimate => ({ value, low: value, high: value });

/** Gini's index of how unevenly the lists expose the catalogue: 0 all alike, 1 a single item. */
function gini(exposure: Uint32Array): number {
  const sorted = exposure.slice().sort();
  let sum = 0;
  let weighted = 0;
  sorted.forEach((value, i) => {
    sum += value;
    weighted += (i + 1) * value;
  });
  const n = sorted.length;
  return sum > 0 && n > 1 ? (2 * weighted) / (n * sum) - (n + 1) / n : 0;
}
