import type { Estimate, Metrics } from '../data/records.ts';
import { seeded } from '../math/random.ts';

export interface BootstrapOptions {
  seed: number;
  /** 0 leaves the intervals closed around the value. */
  resamples: number;
}

/**
 * Means over users with 95 % intervals: the 2.5 and 97.5 percentiles of the means of resampled users. All metrics share
 * the resamples, and so do two calls with the same seed and number of users.
 */
export function bootstrap(perUser: Record<string, Float32Array>, users: number, options: BootstrapOptions): Metrics {
  const names = Object.keys(perUser);
  const columns = names.map((name) => perUser[name]);
  const random = seeded(options.seed ^ 0x5eed);
  const resampled = names.map(() => new Float64Array(options.resamples));
  // How often each user was drawn, once for all metrics.
  const drawn = new Uint32Array(users);
  for (let b = 0; b < options.resamples && users > 0; b++) {
    drawn.fill(0);
    for (let n = 0; n < users; n++) drawn[Math.floor(random() * users)]++;
    for (let c = 0; c < columns.length; c++) resampled[c][b] = weightedSum(columns[c], drawn);
  }
  const metrics: Metrics = {};
  names.forEach((name, c) => {
    const value = users ? columns[c].reduce((sum, x) => sum + x, 0) / users : 0;
    const sorted = resampled[c].map((sum) => sum / Math.max(1, users)).sort();
    const at = (q: number) => (sorted.length && users ? sorted[Math.floor(q * (sorted.length - 1))] : value);
    metrics[name] = { value, low: Math.min(value, at(0.025)), high: Math.max(value, at(0.975)) };
  });
  return metrics;
}

const comparedMetrics = ['ndcg@10', 'recall@20'];

/**
 * `ours` minus `theirs`, with the paired bootstrap interval: both are measured on the same users in the same order, so
 * that the differences of users are resampled and what makes a user hard for both cancels out. An interval that does not
 * contain 0 is a difference beyond chance at 95 %.
 */
export function pairedDifference(
  ours: Record<string, Float32Array>,
  theirs: Record<string, Float32Array>,
  options: BootstrapOptions,
): Record<string, Estimate> {
  const differences = Object.fromEntries(
    comparedMetrics.map((name) => [name, ours[name].map((value, n) => value - theirs[name][n])]),
  );
  return bootstrap(differences, ours[comparedMetrics[0]].length, options);
}

function weightedSum(values: Float32Array, times: Uint32Array): number {
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += times[n] * values[n];
  return sum;
}
