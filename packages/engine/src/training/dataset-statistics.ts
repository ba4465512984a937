import type { DataSize } from '../algorithms/definition.ts';
import type { Dataset } from '../data/dataset.ts';
import type { Csr } from '../data/records.ts';

export interface DatasetStatistics {
  items: number;
  users: number;
  /** Pairs of user and item with positive confidence. */
  positives: number;
  /** Users and items with at least one of these pairs. */
  activeUsers: number;
  activeItems: number;
  /** Items with a feature that not all items share. */
  describedItems: number;
}

export function computeStatistics(dataset: Dataset, describedItems: number): DatasetStatistics {
  const { matrix } = dataset;
  const isActive = new Uint8Array(dataset.itemIds.length);
  let positives = 0;
  let activeUsers = 0;
  for (let u = 0; u + 1 < matrix.indptr.length; u++) {
    let mine = 0;
    for (let p = matrix.indptr[u] ?? 0, end = matrix.indptr[u + 1] ?? 0; p < end; p++) {
      if ((matrix.values[p] ?? 0) <= 0) continue;
      isActive[matrix.indices[p] ?? 0] = 1;
      mine++;
    }
    positives += mine;
    if (mine > 0) activeUsers++;
  }
  return {
    items: dataset.itemIds.length,
    users: dataset.userIds.length,
    positives,
    activeUsers,
    activeItems: isActive.reduce((sum, x) => sum + x, 0),
    describedItems,
  };
}

/** The size by which algorithms estimate the time and memory of a fit. */
export function sizeOf({ users, items }: { users: number; items: number }, { indptr }: Csr): DataSize {
  let itemPairs = 0;
  for (let u = 0; u + 1 < indptr.length; u++) itemPairs += ((indptr[u + 1] ?? 0) - (indptr[u] ?? 0)) ** 2;
  return { users, items, interactions: indptr.at(-1) ?? 0, itemPairs };
}
