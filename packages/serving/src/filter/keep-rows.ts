import type { GeoPoint } from '@curio/contracts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Column, FieldType } from '../catalogue/column.ts';
import type { Comparison, FilterNode } from './filter-node.ts';

/** The columns of a catalogue by field; a field that is not loaded, or that the catalogue does not have, has no values. */
export type Columns = Pick<Catalogue, 'column'>;

/** Rows evaluated together, so that the parts of an expression find values and results in the processor's cache. */
export const blockRows = 4096;

/** Results of parts, by level; evaluation neither waits nor calls itself at the same level. */
const buffers: Uint8Array[] = [];
const bufferOf = (level: number) => (buffers[level] ??= new Uint8Array(blockRows));

/**
 * Sets `kept[i]` to 0 where row `start + i` does not pass the filter, for `count` ≤ `blockRows` rows; rows that are 0 before
 * stay 0. `level` is the depth of the node in its expression.
 */
export function keepRows(
  node: FilterNode,
  columns: Columns,
  start: number,
  count: number,
  kept: Uint8Array,
  userLocation: GeoPoint | undefined,
  level = 0,
): void {
  switch (node.kind) {
    case 'comparison': {
      const column = columnOf(node, columns);
      for (const { test } of node.tests) test(column, start, count, kept, userLocation);
      return;
    }
    case 'and': {
      for (const part of node.cheapestFirst) keepRows(part, columns, start, count, kept, userLocation, level);
      return;
    }
    case 'not': {
      const passed = bufferOf(level);
      passed.set(kept.subarray(0, count));
      keepRows(node.part, columns, start, count, passed, userLocation, level + 1);
      for (let i = 0; i < count; i++) kept[i]! ^= passed[i]!;
      return;
    }
    case 'or': {
      // `kept` becomes the rows that no part has passed yet; each part is evaluated for these.
      const passed = bufferOf(level);
      const open = bufferOf(level + 1);
      passed.fill(0, 0, count);
      for (const part of node.cheapestFirst) {
        for (let i = 0; i < count; i++) open[i] = kept[i]! & (passed[i]! ^ 1);
        keepRows(part, columns, start, count, open, userLocation, level + 2);
        for (let i = 0; i < count; i++) passed[i]! |= open[i]!;
      }
      kept.set(passed.subarray(0, count));
      return;
    }
  }
}

/** A column without rows: no item has a value. */
const empty: Readonly<Record<FieldType, Column>> = {
  number: { type: 'number', values: new Float64Array(0) },
  date: { type: 'date', values: new Float64Array(0) },
  boolean: { type: 'boolean', values: new Uint8Array(0) },
  text: { type: 'text', values: [] },
  list: { type: 'list', values: [] },
  geo: { type: 'geo', lat: new Float64Array(0), lon: new Float64Array(0) },
};

/** A column of another type than the filter was compiled for belongs to a field whose type has changed since: no values. */
export function columnOf({ field, type }: Pick<Comparison, 'field' | 'type'>, columns: Columns): Column {
  const column = columns.column(field);
  return column?.type === type ? column : empty[type];
}
