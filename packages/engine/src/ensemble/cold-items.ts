import type { TrainingContext } from '../algorithms/training-context.ts';

/**
 * Items without any interaction in all of the data, dislikes included. An item whose only interactions are held out for
 * measuring is not cold, so that the figures are those of the model that is served.
 */
export function findColdItems({ dataset, items }: TrainingContext): Uint32Array {
  const isMet = new Uint8Array(items);
  for (const item of dataset.matrix.indices) isMet[item] = 1;
  return Uint32Array.from(isMet.keys()).filter((item) => isMet[item] === 0);
}
