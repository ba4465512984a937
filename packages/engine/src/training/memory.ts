import type { TrainingRun } from './training-run.ts';

/** Memory that does not depend on the data: Node with the engine, and each thread. Measured by the memory bench. */
const baseBytes = 140 << 20;
const bytesPerThread = 30 << 20;
const bytesPerInteraction = 12;
const bytesPerId = 60;

/** Bytes that one fit may take: the limit without everything that exists during it, `copies` of the interactions included. */
export function memoryForFits({ dataset, options }: TrainingRun, copies: number): number {
  const { matrix, userIds, itemIds } = dataset;
  const data = bytesPerInteraction * copies * matrix.indices.length + bytesPerId * (userIds.length + itemIds.length);
  return (options.memoryLimitBytes ?? Number.POSITIVE_INFINITY) - data - baseBytes - bytesPerThread * options.threads;
}
