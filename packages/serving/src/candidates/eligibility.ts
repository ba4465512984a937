import type { Exclusion } from '@curio/engine/artifact';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { itemArrays } from './item-arrays.ts';
import type { ItemMap } from './item-map.ts';

/** What a request leaves out of the visible items, all by rows of the catalogue. */
export interface Eligibility {
  catalogue: Catalogue;
  /** Seen items, own items, excluded items and the item to start from. */
  removed: ReadonlySet<number>;
  /** One byte per row, not 0 = does not match the filter. */
  mask: Uint8Array | undefined;
  /** The request lists only these rows. */
  included: ReadonlySet<number> | undefined;
}

/** Whether the row can be in the list. */
export function isEligible({ catalogue, removed, mask, included }: Eligibility, row: number): boolean {
  return (
    catalogue.visible[row] === 1 &&
    !removed.has(row) &&
    !(mask && mask[row] !== 0) &&
    (included === undefined || included.has(row))
  );
}

/** The same for the items of a model. Its mask is shared by requests, and never changes. */
export function exclusionOf({ catalogue, removed, mask, included }: Eligibility, map: ItemMap): Exclusion {
  const items: number[] = [];
  for (const row of removed) {
    const item = map.itemOf(row);
    if (item >= 0) items.push(item);
  }
  if (included) return { items, mask: includedMask(included, mask, map) };
  if (mask) return { items, mask: translate(catalogue, mask, map) };
  return map.anyHidden ? { items, mask: map.hidden } : { items };
}

function includedMask(included: ReadonlySet<number>, mask: Uint8Array | undefined, map: ItemMap): Uint8Array {
  const items = new Uint8Array(map.hidden.length).fill(1);
  for (const row of included) {
    const item = map.itemOf(row);
    if (item >= 0 && !(mask && mask[row] !== 0)) items[item] = map.hidden[item] ?? 1;
  }
  return items;
}

const translate = itemArrays((mask: Uint8Array, map) => {
  const items = map.hidden.slice();
  const { rowOfItem } = map;
  for (let item = 0; item < items.length; item++) {
    const row = rowOfItem[item] ?? -1;
    if (row >= 0 && mask[row] !== 0) items[item] = 1;
  }
  return items;
});
