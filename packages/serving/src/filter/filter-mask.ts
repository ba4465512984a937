import type { GeoPoint } from '@curio/contracts';
import type { CompiledFilter } from './compile-filter.ts';
import { blockRows, type Columns } from './keep-rows.ts';
import type { CatalogueRows, RowCache } from './row-cache.ts';

/**
 * The rows that the filter removes: one byte per row, 1 = excluded, at least `catalogue.size` of them. Read only, and
 * to be used before waiting: it is computed once for each distinct expression and kept up to date in place. An expression
 * that reads the user's location is computed for each call.
 */
export function filterMask(
  cache: RowCache,
  filter: CompiledFilter,
  catalogue: CatalogueRows,
  userLocation?: GeoPoint,
): Uint8Array {
  if (filter.readsUserLocation) {
    const mask = new Uint8Array(catalogue.size);
    fillMask(filter, catalogue, mask, 0, catalogue.size, userLocation);
    return mask;
  }
  return cache.valuesOf(catalogue, {
    key: filter.key,
    fields: filter.fields,
    allocate: (rows) => new Uint8Array(rows),
    fill: (mask, start, end) => fillMask(filter, catalogue, mask, start, end, undefined),
  });
}

const kept = new Uint8Array(blockRows);

function fillMask(
  filter: CompiledFilter,
  columns: Columns,
  mask: Uint8Array,
  start: number,
  end: number,
  userLocation: GeoPoint | undefined,
): void {
  for (let from = start; from < end; from += blockRows) {
    const count = Math.min(blockRows, end - from);
    kept.fill(1, 0, count);
    filter.keep(columns, from, count, kept, userLocation);
    for (let i = 0; i < count; i++) mask[from + i] = kept[i]! ^ 1;
  }
}
