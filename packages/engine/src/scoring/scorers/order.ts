import type { Scorer } from '../scorer.ts';

/**
 * One user-independent ranking of all items, best first. The score is ln(items / place), so that in a blend the first few
 * differ clearly from each other and the many behind them hardly do. It has no similarities and no contributions.
 */
export function orderScorer(order: Uint32Array): Scorer {
  return {
    zeroIsUnknown: false,
    constant: true,
    score(_history, out) {
      order.forEach((item, position) => {
        out[item] = Math.log(order.length / (1 + position));
      });
    },
    similar: () => false,
    contributions: (history, items) => Array.from(items, () => new Float32Array(history.items.length)),
  };
}
