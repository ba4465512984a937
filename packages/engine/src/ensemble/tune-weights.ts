import type { Interactions, UserRecord } from '../data/records.ts';
import { historyWithFields } from '../evaluation/history.ts';
import { topIndices } from '../math/top.ts';
import type { Scorer } from '../scoring/scorer.ts';
import { shrinkageFactor } from '../scoring/scorers/blend.ts';
import { moments } from '../scoring/scorers/moments.ts';
import type { MemberWeight } from './spec.ts';

export interface TuneWeightsInput {
  scorers: Scorer[];
  train: Interactions;
  test: { indptr: Uint32Array; indices: Uint32Array };
  users: Uint32Array;
  /** The users' own fields, for members that read them. */
  userRecords: (UserRecord | undefined)[];
  userCounts: Uint32Array;
  /** Items that no list may contain. */
  excluded: Uint32Array;
  signal: AbortSignal;
  /** Asked after `minUsers` users: true stops collecting further ones. */
  isEnough?: () => boolean;
  /** Asked before every weight: true ends the search with the best weights so far. */
  isLate?: () => boolean;
}

/** One user's candidates, the best of every member, with the standardised score of every member. */
interface ValidationUser {
  items: Uint32Array;
  /** candidates × members, row-major */
  scores: Float32Array;
  isHeldOut: Uint8Array;
  heldOutCount: number;
}

const candidatesPerMember = 150;
const weightGrid = [0, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.75, 1, 1.4, 2, 3];
const shrinkageGrid = [0, 3, 20, -3, -20];
/** A smaller relative gain is attributed to chance. */
const minRelativeGain = 0.004;
const minUsers = 500;
const maxRounds = 4;

/**
 * The weights with which the members rank best on held-out interactions: coordinate ascent over a grid, from the first
 * member alone until a round gains nothing. Only each member's best items are candidates, since no weighted sum ranks
 * other items high.
 */
export async function tuneWeights(input: TuneWeightsInput): Promise<MemberWeight[]> {
  const users = await collectUsers(input);
  const shrinkageFactors = new Map(
    shrinkageGrid.map((shrinkage) => [
      shrinkage,
      Float32Array.from(input.userCounts, (n) => shrinkageFactor(n, shrinkage)),
    ]),
  );
  const measure = (members: MemberWeight[]) => meanObjective(users, members, shrinkageFactors);
  let best: MemberWeight[] = input.scorers.map((_, place) => ({ weight: place === 0 ? 1 : 0, countShrinkage: 0 }));
  let bestValue = measure(best);
  const tryMember = (place: number, change: Partial<MemberWeight>) => {
    const members = best.map((member, p) => (p === place ? { ...member, ...change } : member));
    const value = measure(members);
    if (value > bestValue * (1 + minRelativeGain)) [bestValue, best] = [value, members];
  };
  for (let round = 0; round < maxRounds; round++) {
    const before = bestValue;
    for (let place = 0; place < best.length; place++) {
      for (const weight of place === 0 ? [] : weightGrid) {
        await new Promise((resolve) => setImmediate(resolve));
        input.signal.throwIfAborted();
        if (input.isLate?.()) return best;
        tryMember(place, { weight });
      }
      if (best[place].weight === 0) continue;
      for (const countShrinkage of shrinkageGrid) tryMember(place, { countShrinkage });
    }
    if (bestValue <= before) break;
  }
  return best;
}

async function collectUsers(input: TuneWeightsInput): Promise<ValidationUser[]> {
  const users: ValidationUser[] = [];
  for (const [n, user] of input.users.entries()) {
    if (n % 32 === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      input.signal.throwIfAborted();
      if (n >= minUsers && input.isEnough?.()) break;
    }
    users.push(collectUser(input, user));
  }
  return users;
}

function collectUser(input: TuneWeightsInput, user: number): ValidationUser {
  const { scorers, train, test, userCounts, userRecords, excluded } = input;
  const history = historyWithFields(train, user, userRecords);
  const found = new Set<number>();
  const rows = scorers.map((scorer) => {
    const scores = new Float32Array(userCounts.length);
    scorer.score(history, scores);
    const { mean, deviation } = moments(scores);
    for (let i = 0; i < scores.length; i++) scores[i] = deviation > 0 ? (scores[i] - mean) / deviation : 0;
    const masked = scores.slice();
    for (const item of history.items) masked[item] = Number.NEGATIVE_INFINITY;
    for (const item of excluded) masked[item] = Number.NEGATIVE_INFINITY;
    for (const item of topIndices(masked, candidatesPerMember)) found.add(item);
    return scores;
  });
  const items = Uint32Array.from(found).sort();
  const scores = new Float32Array(items.length * scorers.length);
  items.forEach((item, c) => {
    for (let p = 0; p < scorers.length; p++) scores[c * scorers.length + p] = rows[p][item];
  });
  const heldOut = new Set(test.indices.subarray(test.indptr[user], test.indptr[user + 1]));
  const isHeldOut = Uint8Array.from(items, (item) => (heldOut.has(item) ? 1 : 0));
  return { items, scores, isHeldOut, heldOutCount: heldOut.size };
}

/** The mean over the users of the objective of leaderboard.ts: (NDCG@10 + NDCG@20 + recall@20) / 3. */
function meanObjective(
  users: ValidationUser[],
  members: MemberWeight[],
  shrinkageFactors: Map<number, Float32Array>,
): number {
  let total = 0;
  const width = members.length;
  const factors = members.map(({ countShrinkage }) => shrinkageFactors.get(countShrinkage) ?? new Float32Array(0));
  for (const { items, scores, isHeldOut, heldOutCount } of users) {
    const blended = new Float32Array(items.length);
    for (let c = 0; c < items.length; c++) {
      for (let p = 0; p < width; p++) {
        const { weight } = members[p];
        if (weight > 0) blended[c] += weight * factors[p][items[c]] * scores[c * width + p];
      }
    }
    const top = topIndices(blended, 20);
    const gains = [0, 0];
    const ideals = [0, 0];
    let hits = 0;
    for (let rank = 0; rank < 20; rank++) {
      const gain = 1 / Math.log2(rank + 2);
      const hit = rank < top.length && isHeldOut[top[rank]] === 1;
      for (const [at, k] of [10, 20].entries()) {
        if (rank >= k) continue;
        if (hit) gains[at] += gain;
        if (rank < heldOutCount) ideals[at] += gain;
      }
      if (hit) hits++;
    }
    total += (gains[0] / ideals[0] + gains[1] / ideals[1] + hits / heldOutCount) / 3;
  }
  return total / Math.max(1, users.length);
}
