import { emptyHistory, type Scorer } from '../scorer.ts';
import type { BlendPart } from '../spec.ts';
import { ColdStartPlacement } from './cold-start-placement.ts';
import { moments } from './moments.ts';

/** A member of a blend with its weight, as BlendPart has it. */
export type BlendMember = Pick<BlendPart, 'weight' | 'countShrinkage'> & { scorer: Scorer };

/**
 * The weighted sum of its members' scores, each standardised over the catalogue first (mean 0, deviation 1), because
 * their scales are not comparable. The weight of a member for an item depends on the item's number of users. `coldItems`,
 * the items without interactions, are ranked among themselves and spread over the list (ColdStartPlacement).
 */
export function blendScorer(members: BlendMember[], userCounts: Uint32Array, coldItems: Uint32Array): Scorer {
  const items = userCounts.length;
  const scratch = new Float32Array(items);
  const itemWeights = members.map(({ weight, countShrinkage }) =>
    Float32Array.from(userCounts, (count) => weight * shrinkageFactor(count, countShrinkage)),
  );
  const placement = new ColdStartPlacement(coldItems, items);
  /** Adds the member's scores in `scratch`, unless they are all alike. */
  const add = (index: number, out: Float32Array) => {
    placement.addScores(scratch);
    const { mean, deviation } = moments(scratch);
    if (!(deviation > 0)) return false;
    const weights = itemWeights[index];
    const scale = 1 / deviation;
    for (let i = 0; i < items; i++) out[i] += weights[i] * (scratch[i] - mean) * scale;
    return true;
  };
  // Members with the same scores for every history are summed up once.
  const constantSum = new Float32Array(items);
  const addConstantScores: (() => void)[] = [];
  members.forEach(({ scorer }, index) => {
    if (!scorer.constant) return;
    scorer.score(emptyHistory, scratch);
    add(index, constantSum);
    addConstantScores.push(placement.takeScores());
  });
  const cosine = members.find(({ scorer }) => scorer.cosine)?.scorer.cosine;
  return {
    zeroIsUnknown: false,
    ...(cosine ? { cosine } : {}),
    readsUser: members.some(({ scorer }) => scorer.readsUser === true),
    score(history, out, excluded) {
      out.set(constantSum);
      for (const addScores of addConstantScores) addScores();
      members.forEach(({ scorer }, index) => {
        if (scorer.constant) return;
        scorer.score(history, scratch);
        add(index, out);
      });
      placement.place(out, excluded);
    },
    similar(item, out, excluded) {
      out.fill(0);
      let known = false;
      members.forEach(({ scorer }, index) => {
        if (scorer.similar(item, scratch) && add(index, out)) known = true;
      });
      placement.place(out, excluded);
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
          const weight = userCounts[wanted[n]] === 0 ? 1 : itemWeights[index][wanted[n]];
          for (let rank = 0; rank < parts.length; rank++) totals[n][rank] += (weight * parts[rank]) / sum;
        });
      });
      return totals;
    },
  };
}

/** The factor of a member's weight for an item with `count` users; `countShrinkage` as in BlendPart. */
export function shrinkageFactor(count: number, countShrinkage: number): number {
  if (countShrinkage > 0) return count / (count + countShrinkage);
  return countShrinkage < 0 ? 1 - countShrinkage / (count - countShrinkage) : 1;
}
