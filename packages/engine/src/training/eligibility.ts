import type { AlgorithmDefinition, DataSize } from '../algorithms/definition.ts';
import { algorithmLabels } from '../algorithms/index.ts';
import type { Dataset } from '../data/dataset.ts';
import { DataError } from '../data/errors.ts';
import type { Csr } from '../data/records.ts';

/** What collaborative models need at the very least; below it they would only echo chance. */
const leastInteractions = 10;
const leastUsers = 2;
const leastItems = 2;

export interface DataFacts {
  items: number;
  users: number;
  /** Pairs of user and item with positive confidence. */
  positives: number;
  activeUsers: number;
  metItems: number;
  /** Items that say something about themselves that not all items say. */
  describedItems: number;
}

export function factsOfData(dataset: Dataset, describedItems: number): DataFacts {
  const { matrix } = dataset;
  const met = new Uint8Array(dataset.itemIds.length);
  let positives = 0;
  let activeUsers = 0;
  for (let u = 0; u + 1 < matrix.indptr.length; u++) {
    let mine = 0;
    for (let p = matrix.indptr[u]; p < matrix.indptr[u + 1]; p++) {
      if (matrix.values[p] <= 0) continue;
      met[matrix.indices[p]] = 1;
      mine++;
    }
    positives += mine;
    if (mine > 0) activeUsers++;
  }
  const metItems = met.reduce((sum, x) => sum + x, 0);
  return {
    items: dataset.itemIds.length,
    users: dataset.userIds.length,
    positives,
    activeUsers,
    metItems,
    describedItems,
  };
}

export function sizeOf({ users, items }: { users: number; items: number }, { indptr }: Csr): DataSize {
  let itemPairs = 0;
  for (let u = 0; u + 1 < indptr.length; u++) itemPairs += (indptr[u + 1] - indptr[u]) ** 2;
  return { users, items, interactions: indptr[indptr.length - 1], itemPairs };
}

/** Why an algorithm cannot be fitted to this data, as a sentence for its owner; undefined where it can. */
export function refusal(algorithm: AlgorithmDefinition, facts: DataFacts): string | undefined {
  if (algorithm.needs.interactions) {
    const why = tooLittle(facts);
    if (why) return why;
  }
  if (algorithm.needs.itemFeatures && facts.describedItems < 2) {
    return `Nothing that tells the ${facts.items} items apart is known (titles, categories, tags …); ${algorithmLabels[algorithm.name]} needs that for two items at least.`;
  }
  const { maxItems } = algorithm.needs;
  if (maxItems !== undefined && facts.metItems > maxItems) {
    return `The project has ${facts.metItems.toLocaleString('en')} items with interactions; ${algorithmLabels[algorithm.name]} takes at most ${maxItems.toLocaleString('en')}.`;
  }
  return undefined;
}

function tooLittle({ positives, activeUsers, metItems }: DataFacts): string | undefined {
  const counted = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
  if (positives < leastInteractions) {
    return `The project has ${counted(positives, 'interaction', 'interactions')} that count in favour of an item; collaborative models need ${leastInteractions} at least.`;
  }
  if (activeUsers < leastUsers) {
    return `All interactions are of ${counted(activeUsers, 'user', 'users')}; collaborative models learn from what several have in common and need ${leastUsers} at least.`;
  }
  if (metItems < leastItems) {
    return `All interactions are with ${counted(metItems, 'item', 'items')}; collaborative models need ${leastItems} different ones at least.`;
  }
  return undefined;
}

export function checkAnything(dataset: Dataset): void {
  if (dataset.itemIds.length === 0) {
    throw new DataError('The project has no items and no interactions yet; there is nothing to train on.');
  }
}
