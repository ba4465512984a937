import { contentVectors } from '../algorithms/content.ts';
import type { TrainingContext } from '../algorithms/training-context.ts';
import { countUsers } from '../data/item-rankings.ts';
import type { Interactions } from '../data/records.ts';
import { cholesky, solveCholesky } from '../math/cholesky.ts';
import type { FittedModel } from '../scoring/spec.ts';

const dimensions = 128;

/**
 * Predicts factors for items without interactions: a ridge regression from content vectors to item factors, fitted on
 * the items with interactions, weighted by n / (n + 5) for n users (Gantner et al. 2010, "Learning Attribute-to-Feature
 * Mappings for Cold-Start Recommendations"). Changes a model of factors in place; any other model stays as it is.
 */
export async function predictColdFactors(
  context: TrainingContext,
  matrix: Interactions,
  model: FittedModel,
): Promise<void> {
  if (model.spec.type !== 'factors') return;
  const factors = model.arrays.get('itemFactors');
  const counts = countUsers(matrix, context.items);
  if (factors?.dtype !== 'float32' || counts.every((count) => count > 0)) return;
  const content = await contentVectors(context, dimensions);
  const f = content.dimensions + 1;
  const d = model.spec.factors;
  const weightOf = (item: number) => counts[item] / (counts[item] + 5);
  // XᵀX + λI and XᵀY, with a constant column in X, so that an unusual item is not shrunk to zero.
  const row = new Float64Array(f);
  const describe = (item: number) => {
    for (let k = 0; k + 1 < f; k++) row[k] = content.vectors[item * (f - 1) + k];
    row[f - 1] = 1;
  };
  const system = new Float64Array(f * f);
  const targets = Array.from({ length: d }, () => new Float64Array(f));
  for (let item = 0; item < context.items; item++) {
    if (counts[item] === 0) continue;
    describe(item);
    const weight = weightOf(item);
    for (let i = 0; i < f; i++) {
      const scaled = weight * row[i];
      for (let j = 0; j <= i; j++) system[i * f + j] += scaled * row[j];
      for (let k = 0; k < d; k++) targets[k][i] += scaled * factors.data[item * d + k];
    }
  }
  for (let i = 0; i < f; i++) system[i * f + i] += 1;
  if (!cholesky(system, f)) return;
  for (const target of targets) solveCholesky(system, target, f);
  for (let item = 0; item < context.items; item++) {
    const described = content.vectors.subarray(item * (f - 1), (item + 1) * (f - 1)).some((x) => x !== 0);
    if (counts[item] > 0 || !described) continue;
    describe(item);
    for (let k = 0; k < d; k++) factors.data[item * d + k] = targets[k].reduce((sum, b, i) => sum + b * row[i], 0);
  }
}
