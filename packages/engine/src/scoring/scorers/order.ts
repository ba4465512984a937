import type { Scorer } from '../scorer.ts';

/**
 * One order of all items for everybody. The score is ln(items / place), so that in a blend the first few stand out from
 * each other and the many behind them hardly do. It likens nothing to nothing.
 */
export function orderScorer(order: Uint32Array): Scorer {
  const scores = new Float32Array(order.length);
  order.forEach((item, position) => {
    scores[item] = Math.log(order.length / (1 + position));
  });
  return {
    silent: false,
    constant: true,
    score(_history, out) {
      out.set(scores);
    },
    similar: () => false,
    contributions: (history, items) => Array.from(items, () => new Float32Array(history.items.length)),
  };
}
