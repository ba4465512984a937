import type { Filter, GeoPoint } from '@curio/contracts';
import { filterOperators } from '@curio/contracts';
import type { FieldType } from '../catalogue/column.ts';
import { describeFilter } from './describe-filter.ts';
import { explainNode, passes } from './explain-filter.ts';
import { compileNode } from './filter-node.ts';
import { type Columns, keepRows } from './keep-rows.ts';

/** A filter that can be applied to rows of a catalogue whose columns of `fields` are loaded. */
export interface CompiledFilter {
  /** Equal for equal expressions over fields of equal types. */
  key: string;
  /** The fields that it reads, each once. */
  fields: readonly string[];
  /** The result depends on the user's own location. */
  readsUserLocation: boolean;
  /** The expression as text. */
  text: string;
  test(row: number, columns: Columns, userLocation?: GeoPoint): boolean;
  /** A sentence about the first comparison that removes the item, such as "price 30 is not ≤ 20"; undefined where none does. */
  explain(row: number, columns: Columns, userLocation?: GeoPoint): string | undefined;
  /** See `keepRows`. */
  keep(columns: Columns, start: number, count: number, kept: Uint8Array, userLocation?: GeoPoint): void;
}

/** Compiles a filter without errors (`checkFilter`); throws for another. */
export function compileFilter(filter: Filter, fieldTypes: ReadonlyMap<string, FieldType>): CompiledFilter {
  const node = compileNode(filter, fieldTypes);
  const comparisons = comparisonsOf(filter);
  const fields = [...new Set(comparisons.map(({ field = '' }) => field))];
  return {
    key: `${canonicalJson(filter)} ${fields.map((field) => fieldTypes.get(field)).join()}`,
    fields,
    readsUserLocation: comparisons.some(({ within }) => within !== undefined && 'of' in within),
    get text() {
      return describeFilter(filter);
    },
    test: (row, columns, userLocation) => passes(node, columns, row, userLocation),
    explain: (row, columns, userLocation) =>
      passes(node, columns, row, userLocation) ? undefined : explainNode(node, columns, row, userLocation, false),
    keep: (columns, start, count, kept, userLocation) => keepRows(node, columns, start, count, kept, userLocation),
  };
}

function comparisonsOf(filter: Filter): Filter[] {
  const { and, or, not } = filter;
  const parts = and ?? or ?? (not ? [not] : undefined);
  return parts ? parts.flatMap(comparisonsOf) : [filter];
}

/** Names in the order in which JSON.stringify writes them, at every level. */
const names = ['and', 'or', 'not', 'field', ...filterOperators, 'lat', 'lon', 'km', 'of'];

/** The same text for filters that differ in the order of names only. */
function canonicalJson(filter: Filter): string {
  return JSON.stringify(filter, names);
}
