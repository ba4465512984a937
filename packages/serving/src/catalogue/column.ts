import type { ItemField } from '@curio/contracts';

/** How filters and rules compare the values of a field. */
export type FieldType = ItemField['type'];

/**
 * The values of one item field, by row. Arrays are as long as the catalogue or longer. They are replaced when the catalogue
 * grows: read them from the column for each pass over rows, and keep the column.
 */
export type Column =
  /** NaN = missing; dates in milliseconds since 1970. */
  | { type: 'number' | 'date'; values: Float64Array }
  /** 0 false, 1 true, 2 missing. */
  | { type: 'boolean'; values: Uint8Array }
  /** Ids, text, categories, links. */
  | { type: 'text'; values: (string | null)[] }
  /** An empty list is missing. */
  | { type: 'list'; values: (readonly string[] | null)[] }
  /** In degrees; NaN = missing. */
  | { type: 'geo'; lat: Float64Array; lon: Float64Array };
