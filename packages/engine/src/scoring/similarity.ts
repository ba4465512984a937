import type { History, Scorer } from './scorer.ts';

/**
 * Fills `scores` with every item's similarity to the items `from`, each scaled to a maximum of 1; a history that is not
 * empty adds the personal scores at half of that weight. Returns false where the scorer has no similarities for any of
 * the items.
 */
export function similarity(
  scorer: Scorer,
  from: readonly number[],
  history: History,
  scores: Float32Array,
  excluded: Uint8Array,
): boolean {
  const [first] = from;
  if (from.length === 1 && history.items.length === 0) {
    const known = scorer.similar(first, scores, excluded);
    scores[first] = 0;
    return known;
  }
  const part = new Float32Array(scores.length);
  const sum = new Float32Array(scores.length);
  let known = false;
  for (const item of from) {
    if (!scorer.similar(item, part, excluded)) continue;
    part[item] = 0;
    addScaled(sum, part, 1);
    known = true;
  }
  if (known && history.items.length > 0) {
    scorer.score(history, part, excluded);
    addScaled(sum, part, from.length / 2);
  }
  scores.set(sum);
  return known;
}

/** Adds `part`, scaled so that its largest magnitude is `weight`. */
function addScaled(sum: Float32Array, part: Float32Array, weight: number): void {
  let largest = 0;
  for (const score of part) largest = Math.max(largest, Math.abs(score));
  if (largest > 0) for (let i = 0; i < sum.length; i++) sum[i] += (weight * part[i]) / largest;
}
