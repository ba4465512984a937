import type { UnmetNeed } from '@curio/contracts/training-report';
import type { AlgorithmDefinition } from '../algorithms/definition.ts';
import type { Dataset } from '../data/dataset.ts';
import { DataError } from '../data/errors.ts';
import type { DatasetStatistics } from './dataset-statistics.ts';

/** What collaborative models need at least; below it they fit chance. */
const minInteractions = 10;
const minUsers = 2;
const minItems = 2;
const minDescribedItems = 2;

/** The entries that a JavaScript Map can hold: a model's items and a dataset's users are looked up in one. */
const maxIds = 2 ** 24;

/** The data does not meet what an algorithm needs. */
export class UnmetNeedError extends DataError {
  readonly unmet: UnmetNeed;

  constructor({ label }: AlgorithmDefinition, unmet: UnmetNeed) {
    const { quantity, found, min, max } = unmet;
    const bound = min === undefined ? `at most ${max?.toLocaleString('en')}` : `at least ${min}`;
    super(`${label} needs ${bound} ${quantity.replace('-', ' ')}; the dataset has ${found.toLocaleString('en')}.`);
    this.unmet = unmet;
  }
}

/** The first need of the algorithm that the data does not meet; undefined where it can be fitted. */
export function unmetNeed({ needs }: AlgorithmDefinition, statistics: DatasetStatistics): UnmetNeed | undefined {
  const { positives, activeUsers, activeItems, describedItems } = statistics;
  const atLeast = (quantity: UnmetNeed['quantity'], found: number, min: number): UnmetNeed | undefined =>
    found < min ? { quantity, found, min } : undefined;
  return (
    (needs.interactions
      ? (atLeast('interactions', positives, minInteractions) ??
        atLeast('users', activeUsers, minUsers) ??
        atLeast('items', activeItems, minItems))
      : undefined) ??
    (needs.itemFeatures ? atLeast('described-items', describedItems, minDescribedItems) : undefined) ??
    (needs.maxItems !== undefined && activeItems > needs.maxItems
      ? { quantity: 'items', found: activeItems, max: needs.maxItems }
      : undefined)
  );
}

/** Throws DataError for a dataset that no algorithm can be fitted to. */
export function checkTrainable({ userIds, itemIds }: Pick<Dataset, 'userIds' | 'itemIds'>): void {
  if (itemIds.length === 0) {
    throw new DataError('The project has no items and no interactions yet; there is nothing to train on.');
  }
  for (const [what, ids] of [
    ['users', userIds],
    ['items', itemIds],
  ] as const) {
    if (ids.length <= maxIds) continue;
    const [found, max] = [ids.length, maxIds].map((count) => count.toLocaleString('en'));
    throw new DataError(`The project has ${found} ${what}; a model can have at most ${max}.`);
  }
}
