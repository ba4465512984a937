import type { Catalogue } from '../catalogue/catalogue.ts';
import type { ItemMap } from './item-map.ts';

type RowArray = Uint8Array | Float32Array;

/**
 * Arrays by item of a model from arrays by row, such as masks of filters. An array by row belongs to a cache that keeps it up to
 * date in place, and its translation lives as long; a change of the catalogue makes a new one, because a model keeps a copy
 * of each array that it is given.
 */
export function itemArrays<T extends RowArray>(
  translate: (rows: T, map: ItemMap) => T,
): (catalogue: Pick<Catalogue, 'revision'>, rows: T, map: ItemMap) => T {
  const known = new WeakMap<T, WeakMap<ItemMap, { revision: number; items: T }>>();
  return ({ revision }, rows, map) => {
    const ofRows = known.get(rows) ?? new WeakMap<ItemMap, { revision: number; items: T }>();
    known.set(rows, ofRows);
    const last = ofRows.get(map);
    if (last?.revision === revision) return last.items;
    const items = translate(rows, map);
    ofRows.set(map, { revision, items });
    return items;
  };
}
