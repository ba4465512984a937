/** Mean and standard deviation of the scores; deviation 0 where they differ by rounding alone. */
export function moments(scores: Float32Array): { mean: number; deviation: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i];
    sum += score;
    squares += score * score;
  }
  const mean = sum / Math.max(1, scores.length);
  const variance = squares / Math.max(1, scores.length) - mean * mean;
  return { mean, deviation: variance > 1e-12 * (mean * mean + 1e-12) ? Math.sqrt(variance) : 0 };
}
