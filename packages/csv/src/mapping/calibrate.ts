/**
 * The share of suggestions that hold, by the sum of their evidence: the shares of the exports that the weights were tuned
 * on (98 to 99 % throughout), lowered towards the middle where there are few, because tuning makes them too good.
 */
const points: readonly (readonly [evidence: number, probability: number])[] = [
  [-2.2, 0.55],
  [-0.5, 0.8],
  [0.5, 0.88],
  [2, 0.94],
  [4, 0.97],
  [7, 0.985],
];

/** The probability, 0 to 1, that a suggestion with this sum of evidence holds: linear between the points. */
export function calibrate(evidence: number): number {
  const next = points.findIndex(([at]) => at > evidence);
  if (next === 0) return points[0]![1];
  if (next < 0) return points.at(-1)![1];
  const [from, low] = points[next - 1]!;
  const [to, high] = points[next]!;
  return low + ((high - low) * (evidence - from)) / (to - from);
}
