import type { TrainingContext } from '../../algorithms/training-context.ts';
import type { Interactions } from '../../data/records.ts';
import { findColdItems } from '../../ensemble/cold-items.ts';
import { computeStatistics, type DatasetStatistics } from '../dataset-statistics.ts';
import type { TrainingRun } from '../training-run.ts';

export interface Prepared {
  statistics: DatasetStatistics;
  /** 1 for items with features. */
  isDescribed: Uint8Array;
  /** Items without any interaction. */
  coldItems: Uint32Array;
}

/** From so many pairs on the matrix is moved to where the kernels read it, instead of being copied there by every fit. */
const manyPairs = 1 << 20;

export async function prepare({ context, dataset, progress }: TrainingRun): Promise<Prepared> {
  progress('Preparing', 1);
  const isDescribed = describedItems(context);
  const statistics = computeStatistics(
    dataset,
    isDescribed.reduce((sum, x) => sum + x, 0),
  );
  await moveToKernels(context, dataset.matrix);
  return { statistics, isDescribed, coldItems: findColdItems(context) };
}

function describedItems(context: TrainingContext): Uint8Array {
  const isDescribed = new Uint8Array(context.items);
  if (!context.dataset.itemRecords.some((record) => record)) return isDescribed;
  const { indptr } = context.itemFeatures();
  for (let item = 0; item < context.items; item++) {
    if ((indptr[item + 1] ?? 0) > (indptr[item] ?? 0)) isDescribed[item] = 1;
  }
  return isDescribed;
}

/** One array after the other, so that no more than one exists twice. Times are not read by any kernel. */
async function moveToKernels(context: TrainingContext, matrix: Interactions): Promise<void> {
  const pairs = matrix.indices.length;
  if (pairs < manyPairs) return;
  const pool = await context.pool();
  const indices = pool.uint32(pairs);
  indices.set(matrix.indices);
  free(matrix.indices);
  matrix.indices = indices;
  const values = pool.float32(pairs);
  values.set(matrix.values);
  free(matrix.values);
  matrix.values = values;
}

/** Frees the memory of an array that shares its buffer with no other immediately, without waiting for the garbage collector. */
function free({ buffer, byteLength }: Uint32Array | Float32Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
