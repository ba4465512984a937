/** The first candidates, which diversity reorders; those after them keep their places. */
export const diversityWindow = 200;

/**
 * Reorders a list by maximal marginal relevance: Carbonell and Goldstein, "The Use of MMR, Diversity-Based Reranking for
 * Reordering Documents and Producing Summaries" (1998), equation 1. The next item is the one with the largest
 * λ · relevance − (1 − λ) · (its largest similarity to an item before it), where λ = 1 − diversity, and relevance is the
 * score, scaled to 0–1 within the window.
 *
 * The window does not depend on the page, and each place depends on those before it only: pages cut from the results of
 * calls with a larger `count` continue the smaller ones without repeats.
 *
 * @param candidates Best first. At least `diversityWindow` of them, or all that there are.
 * @param similarity From 0 (nothing in common) to 1.
 * @param diversity From 0 (by score alone) to 1 (by dissimilarity alone, after the best item).
 * @param count Places that are needed; those after them are in no particular order.
 */
export function diversify<T extends { score: number }>(
  candidates: readonly T[],
  similarity: (a: T, b: T) => number,
  diversity: number,
  count: number,
): T[] {
  if (diversity === 0) return [...candidates];
  const open = candidates.slice(0, diversityWindow);
  const relevance = relevanceOf(open);
  // The largest similarity of each open candidate to one that was chosen.
  const closest = new Float64Array(open.length);
  const chosen: T[] = [];
  const places = Math.min(count, open.length);
  while (chosen.length < places) {
    let best = 0;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < open.length; i++) {
      const marginal = (1 - diversity) * relevance[i]! - diversity * closest[i]!;
      // Of equal ones the first, which has the higher score.
      if (marginal > most) [best, most] = [i, marginal];
    }
    const [next] = open.splice(best, 1) as [T];
    relevance.copyWithin(best, best + 1);
    closest.copyWithin(best, best + 1);
    chosen.push(next);
    for (let i = 0; i < open.length; i++) closest[i] = Math.max(closest[i]!, similarity(open[i]!, next));
  }
  return [...chosen, ...open, ...candidates.slice(diversityWindow)];
}

function relevanceOf(candidates: readonly { score: number }[]): Float64Array {
  const scores = candidates.map(({ score }) => score);
  const low = Math.min(...scores);
  const high = Math.max(...scores);
  return Float64Array.from(scores, (score) => (high > low ? (score - low) / (high - low) : 0));
}
