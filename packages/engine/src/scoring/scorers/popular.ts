import type { Scorer } from '../scorer.ts';

/** Everybody's favourites for everybody: the number of users who met an item. It likens nothing to nothing. */
export function popularScorer(userCounts: Uint32Array): Scorer {
  return {
    silent: false,
    constant: true,
    score(_history, out) {
      for (let i = 0; i < out.length; i++) out[i] = userCounts[i];
    },
    similar: () => false,
    contributions: (history, items) => Array.from(items, () => new Float32Array(history.items.length)),
  };
}
