import { ModelMemory } from '../../kernels/index.ts';
import { emptyHistory, type Scorer } from '../scorer.ts';
import type { BlendPart } from '../spec.ts';
import { ColdScores } from './cold-scores.ts';
import { ColdStartPlacement } from './cold-start-placement.ts';
import { linearBlend } from './linear-blend.ts';
import { moments } from './moments.ts';

/** A member of a blend with its weight, as BlendPart has it. */
export type BlendMember = Pick<BlendPart, 'weight' | 'countShrinkage'> & { scorer: Scorer };

/**
 * The weighted sum of its members' scores, each standardised over the catalogue first (mean 0, deviation 1), because
 * their scales are not comparable. The weight of a member for an item depends on the item's number of users. `coldItems`,
 * the items without interactions, are ranked among themselves and spread over the list (ColdStartPlacement). Where every
 * member is a sum that kernels can compute, one pass scores them all (linear-blend.ts).
 */
export function blendScorer(
  members: BlendMember[],
  userCounts: Uint32Array,
  coldItems: Uint32Array,
  memory = new ModelMemory(),
  name = '',
): Scorer {
  const items = userCounts.length;
  let made: Float32Array | undefined;
  const scratch = () => {
    made ??= new Float32Array(items);
    return made;
  };
  const weightOf = (index: number, item: number) =>
    members[index].weight * shrinkageFactor(userCounts[item], members[index].countShrinkage);
  const placement = new ColdStartPlacement(coldItems, items);
  const cold = new ColdScores(coldItems);
  /** Adds the member's scores, unless they are all alike. */
  const add = (index: number, scores: Float32Array, out: Float32Array) => {
    cold.add(scores);
    const { mean, deviation } = moments(scores);
    if (!(deviation > 0)) return false;
    const scale = 1 / deviation;
    if (members[index].countShrinkage === 0) {
      const factor = members[index].weight * scale;
      for (let i = 0; i < items; i++) out[i] += factor * (scores[i] - mean);
    } else for (let i = 0; i < items; i++) out[i] += weightOf(index, i) * (scores[i] - mean) * scale;
    return true;
  };
  // Two deviations below the mean by every member: about the least score of any item, without a pass over all of them.
  const lowest = -2 * members.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  const place = (out: Float32Array, excluded?: Uint8Array) => {
    if (cold.members > 0) placement.place(out, cold.sums, excluded, lowest);
  };
  // Members with the same scores for every history are summed up once: their scores of all items, then those of cold items,
  // and how many members count for these.
  const constantsAt = memory.derive(`${name}constants`, (items + coldItems.length + 1) * 4, (at) => {
    const sum = memory.f32(at, items);
    cold.start();
    members.forEach(({ scorer }, index) => {
      if (!scorer.constant) return;
      scorer.score(emptyHistory, scratch());
      add(index, scratch(), sum);
    });
    memory.f32(at + items * 4, coldItems.length).set(cold.sums);
    memory.u32(at + (items + coldItems.length) * 4, 1)[0] = cold.members;
  });
  const constantSum = memory.f32(constantsAt, items);
  const coldConstants = {
    sums: memory.f32(constantsAt + items * 4, coldItems.length),
    members: memory.u32(constantsAt + (items + coldItems.length) * 4, 1)[0],
  };
  const cosine = members.find(({ scorer }) => scorer.cosine)?.scorer.cosine;
  return {
    zeroIsUnknown: false,
    ...(cosine ? { cosine } : {}),
    readsUser: members.some(({ scorer }) => scorer.readsUser === true),
    score(history, out, excluded) {
      out.set(constantSum);
      cold.start(coldConstants);
      members.forEach(({ scorer }, index) => {
        if (scorer.constant) return;
        scorer.score(history, scratch());
        add(index, scratch(), out);
      });
      place(out, excluded);
    },
    similar(item, out, excluded) {
      out.fill(0);
      cold.start();
      let known = false;
      members.forEach(({ scorer }, index) => {
        if (scorer.similar(item, scratch()) && add(index, scratch(), out)) known = true;
      });
      place(out, excluded);
      return known;
    },
    contributions(history, wanted) {
      const totals = Array.from(wanted, () => new Float32Array(history.items.length));
      members.forEach(({ scorer }, index) => {
        if (scorer.constant) return;
        scorer.contributions(history, wanted).forEach((parts, n) => {
          let sum = 0;
          for (let rank = 0; rank < parts.length; rank++) sum += Math.abs(parts[rank]);
          if (sum === 0) return;
          const weight = userCounts[wanted[n]] === 0 ? 1 : weightOf(index, wanted[n]);
          for (let rank = 0; rank < parts.length; rank++) totals[n][rank] += (weight * parts[rank]) / sum;
        });
      });
      return totals;
    },
    ...linearBlend({
      memory,
      name,
      members,
      weightOf,
      items,
      constantSum,
      coldConstants,
      coldItems,
      placement,
      lowest,
    }),
  };
}

/** The factor of a member's weight for an item with `count` users; `countShrinkage` as in BlendPart. */
export function shrinkageFactor(count: number, countShrinkage: number): number {
  if (countShrinkage > 0) return count / (count + countShrinkage);
  return countShrinkage < 0 ? 1 - countShrinkage / (count - countShrinkage) : 1;
}
