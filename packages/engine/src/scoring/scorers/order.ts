import type { Scorer } from '../scorer.ts';

/**
 * One user-independent ranking of all items, best first. The score is ln(items / place), so that in a blend the first few
 * differ clearly from each other and the many behind them hardly do. It has no similarities and no contributions.
 */
export function orderScorer(order: Uint32Array): Scorer {
  const scores = new Float32Array(order.length);
  order.forEach((item, position) => {
    scores[item] = Math.log(order.length / (1 + position));
  });
  return {
    zeroIsUnknown: false,
    constant: true,
    score(_history, out) {
      out.set(scores);
    },
    similar: () => false,
    contributions: (history, items) => Array.from(items, () => new Float32Array(history.items.length)),
  };
}
