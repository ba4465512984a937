import type { Scorer } from '../scorer.ts';

/** The number of users of each item, for every user. It has no similarities and no contributions. */
export function popularScorer(userCounts: Uint32Array): Scorer {
  return {
    zeroIsUnknown: false,
    constant: true,
    score(_history, out) {
      for (let i = 0; i < out.length; i++) out[i] = userCounts[i];
    },
    similar: () => false,
    contributions: (history, items) => Array.from(items, () => new Float32Array(history.items.length)),
  };
}
