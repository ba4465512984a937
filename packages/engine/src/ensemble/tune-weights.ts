import type { Interactions, UserRecord } from '../data/records.ts';
import { knownOf } from '../evaluation/evaluate.ts';
import { topIndices } from '../math/top.ts';
import type { Scorer } from '../scoring/scorer.ts';
import { moments, trusted } from '../scoring/scorers/blend.ts';

export interface TuneInput {
  scorers: Scorer[];
  train: Interactions;
  test: { indptr: Uint32Array; indices: Uint32Array };
  users: Uint32Array;
  /** The users' own fields, for parts that read them. */
  userRecords: (UserRecord | undefined)[];
  userCounts: Uint32Array;
  signal: AbortSignal;
  /** Asked once at least so many users are in: true where no more time should go into further ones. */
  enough?: () => boolean;
  /** Asked at every weight: true where the best so far must do. */
  late?: () => boolean;
}

export interface Voice {
  weight: number;
  trust: number;
}

/** One user's candidates: the best of every part, with every part's standardised score. */
interface Ballot {
  items: Uint32Array;
  /** candidates × parts */
  scores: Float32Array;
  wanted: Uint8Array;
  held: number;
}

const perPart = 150;
const weights = [0, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.75, 1, 1.4, 2, 3];
const trusts = [0, 3, 20, -3, -20];
/** A change that gains less than this share is chance. */
const worthwhile = 0.004;
const leastUsers = 500;

/**
 * The weights with which the parts rank best on held-out interactions: coordinate ascent over a grid from the first
 * part alone, until a round gains nothing. Only each part's best items are looked at, since no blend lifts others high.
 */
export async function tuneBlend(input: TuneInput): Promise<{ voices: Voice[]; gain: number }> {
  const ballots: Ballot[] = [];
  for (const [n, user] of input.users.entries()) {
    if (n % 32 === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      input.signal.throwIfAborted();
      if (n >= leastUsers && input.enough?.()) break;
    }
    ballots.push(collect(input, user));
  }
  const loudness = new Map(trusts.map((t) => [t, Float32Array.from(input.userCounts, (n) => trusted(n, t))]));
  const score = (voices: Voice[]) => quality(ballots, voices, loudness);
  let voices: Voice[] = input.scorers.map((_, part) => ({ weight: part === 0 ? 1 : 0, trust: 0 }));
  let best = score(voices);
  for (let round = 0; round < 4; round++) {
    const before = best;
    for (let part = 0; part < voices.length; part++) {
      for (const weight of part === 0 ? [] : weights) {
        await new Promise((resolve) => setImmediate(resolve));
        input.signal.throwIfAborted();
        if (input.late?.()) return { voices, gain: best };
        const tried = voices.map((voice, p) => (p === part ? { ...voice, weight } : voice));
        const value = score(tried);
        if (value > best * (1 + worthwhile)) [best, voices] = [value, tried];
      }
      for (const trust of voices[part].weight > 0 ? trusts : []) {
        const tried = voices.map((voice, p) => (p === part ? { ...voice, trust } : voice));
        const value = score(tried);
        if (value > best * (1 + worthwhile)) [best, voices] = [value, tried];
      }
    }
    if (best <= before) break;
  }
  return { voices, gain: best };
}

function collect({ scorers, train, test, userCounts, userRecords }: TuneInput, user: number): Ballot {
  const history = knownOf(train, user, userRecords);
  const found = new Set<number>();
  const rows = scorers.map((scorer) => {
    const scores = new Float32Array(userCounts.length);
    scorer.score(history, scores);
    const { mean, deviation } = moments(scores);
    for (let i = 0; i < scores.length; i++) scores[i] = deviation > 0 ? (scores[i] - mean) / deviation : 0;
    const masked = scores.slice();
    for (const item of history.items) masked[item] = Number.NEGATIVE_INFINITY;
    for (const item of topIndices(masked, perPart)) found.add(item);
    return scores;
  });
  const items = Uint32Array.from(found).sort();
  const scores = new Float32Array(items.length * scorers.length);
  items.forEach((item, c) => {
    for (let p = 0; p < scorers.length; p++) scores[c * scorers.length + p] = rows[p][item];
  });
  const held = new Set(test.indices.subarray(test.indptr[user], test.indptr[user + 1]));
  return { items, scores, wanted: Uint8Array.from(items, (item) => (held.has(item) ? 1 : 0)), held: held.size };
}

/** The mean of NDCG@10, NDCG@20 and recall@20 over the ballots. */
function quality(ballots: Ballot[], voices: Voice[], loudness: Map<number, Float32Array>): number {
  let total = 0;
  const parts = voices.length;
  const loud = voices.map((voice) => loudness.get(voice.trust) ?? new Float32Array(0));
  for (const { items, scores, wanted, held } of ballots) {
    const blended = new Float32Array(items.length);
    for (let c = 0; c < items.length; c++) {
      for (let p = 0; p < parts; p++) {
        if (voices[p].weight > 0) blended[c] += voices[p].weight * loud[p][items[c]] * scores[c * parts + p];
      }
    }
    const top = topIndices(blended, 20);
    const gains = [0, 0];
    const ideals = [0, 0];
    let hits = 0;
    for (let rank = 0; rank < 20; rank++) {
      const gain = 1 / Math.log2(rank + 2);
      const hit = rank < top.length && wanted[top[rank]] === 1;
      for (const [at, k] of [10, 20].entries()) {
        if (rank >= k) continue;
        if (hit) gains[at] += gain;
        if (rank < held) ideals[at] += gain;
      }
      if (hit) hits++;
    }
    total += (gains[0] / ideals[0] + gains[1] / ideals[1] + hits / held) / 3;
  }
  return total / Math.max(1, ballots.length);
}
