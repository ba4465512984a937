import type { ColdItems } from '@curio/contracts/training-report';
import type { Interactions, UserRecord } from '../data/records.ts';
import { seeded, shuffle } from '../math/random.ts';
import { topIndices } from '../math/top.ts';
import type { Scorer } from '../scoring/scorer.ts';
import { bootstrap } from './bootstrap.ts';
import { historyWithFields } from './history.ts';

const listLength = 100;
const shareOfItems = 0.1;
const minItems = 5;
const minUsers = 20;

export interface ColdSplit {
  /** The interactions without those of the cold items. */
  train: Interactions;
  coldItems: Uint32Array;
  /** The cold items of each user who also has other interactions, in compressed rows. */
  test: { indptr: Uint32Array; indices: Uint32Array };
  users: Uint32Array;
}

/**
 * Takes every interaction of a tenth of the described items out. Undefined where too few items or users remain to measure
 * with. `isDescribed` has 1 for items with features.
 */
export function holdOutItems(matrix: Interactions, isDescribed: Uint8Array, seed: number): ColdSplit | undefined {
  const { indptr, indices, values, times } = matrix;
  const isMet = new Uint8Array(isDescribed.length);
  for (let p = 0; p < indices.length; p++) if (values[p] > 0) isMet[indices[p]] = 1;
  const choices = Uint32Array.from(isMet.keys()).filter((item) => isMet[item] === 1 && isDescribed[item] === 1);
  const coldItems = shuffle(choices, seeded(seed))
    .slice(0, Math.round(shareOfItems * choices.length))
    .sort();
  if (coldItems.length < minItems) return undefined;
  const isCold = new Uint8Array(isDescribed.length);
  for (const item of coldItems) isCold[item] = 1;

  const kept: number[] = [];
  const out: number[] = [];
  const users: number[] = [];
  const starts = { train: new Uint32Array(indptr.length), test: new Uint32Array(indptr.length) };
  for (let u = 0; u + 1 < indptr.length; u++) {
    const before = kept.length;
    const mine: number[] = [];
    for (let p = indptr[u]; p < indptr[u + 1]; p++) {
      if (!isCold[indices[p]]) kept.push(p);
      else if (values[p] > 0) mine.push(indices[p]);
    }
    if (mine.length > 0 && kept.length > before) {
      users.push(u);
      for (const item of mine) out.push(item);
    }
    starts.train[u + 1] = kept.length;
    starts.test[u + 1] = out.length;
  }
  if (users.length < minUsers) return undefined;
  const train: Interactions = {
    indptr: starts.train,
    indices: new Uint32Array(kept.length),
    values: new Float32Array(kept.length),
    times: new Uint32Array(kept.length),
  };
  kept.forEach((p, n) => {
    train.indices[n] = indices[p];
    train.values[n] = values[p];
    train.times[n] = times[p];
  });
  return {
    train,
    coldItems,
    test: { indptr: starts.test, indices: Uint32Array.from(out) },
    users: Uint32Array.from(users),
  };
}

export interface ColdOptions {
  items: number;
  maxUsers: number;
  seed: number;
  resamples: number;
  userRecords?: (UserRecord | undefined)[];
  signal?: AbortSignal;
}

/**
 * Recall@100 of the interactions with the cold items: `recall@100` ranks all items that are not in the history,
 * `recall@100-among-cold` the cold items alone.
 */
export async function measureColdItems(scorer: Scorer, split: ColdSplit, options: ColdOptions): Promise<ColdItems> {
  const { train, coldItems, test } = split;
  const users = shuffle(split.users.slice(), seeded(options.seed)).slice(0, options.maxUsers).sort();
  const amongAll = new Float32Array(users.length);
  const amongCold = new Float32Array(users.length);
  const scores = new Float32Array(options.items);
  const coldScores = new Float32Array(coldItems.length);
  const masked = new Uint8Array(options.items);
  for (let n = 0; n < users.length; n++) {
    if (n % 64 === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      options.signal?.throwIfAborted();
    }
    const history = historyWithFields(train, users[n], options.userRecords);
    for (const item of history.items) masked[item] = 1;
    scorer.score(history, scores, masked);
    for (const item of history.items) {
      scores[item] = Number.NEGATIVE_INFINITY;
      masked[item] = 0;
    }
    const heldOut = new Set(test.indices.subarray(test.indptr[users[n]], test.indptr[users[n] + 1]));
    const recall = (list: Iterable<number>) => {
      let hits = 0;
      for (const item of list) if (heldOut.has(item)) hits++;
      return hits / heldOut.size;
    };
    amongAll[n] = recall(topIndices(scores, listLength));
    coldItems.forEach((item, c) => {
      coldScores[c] = scores[item];
    });
    amongCold[n] = recall(Array.from(topIndices(coldScores, listLength), (c) => coldItems[c]));
  }
  return {
    items: coldItems.length,
    users: users.length,
    metrics: bootstrap({ 'recall@100': amongAll, 'recall@100-among-cold': amongCold }, users.length, options),
    random: {
      'recall@100': Math.min(1, listLength / options.items),
      'recall@100-among-cold': Math.min(1, listLength / coldItems.length),
    },
  };
}
