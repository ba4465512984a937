import { fieldOf, shapes } from '@curio/contracts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { fieldValue } from '../catalogue/field-value.ts';

/** The value of a loaded column as the API answers it: dates as ISO 8601, null without a value. */
export function readField(catalogue: Catalogue, row: number, name: string): unknown {
  if (name === 'itemId') return catalogue.idOf(row);
  const column = catalogue.column(name);
  return (column && row >= 0 ? fieldValue(column, row) : null) ?? emptyOf(name);
}

/** Lists of every item are empty where they have no value; other fields are null. */
function emptyOf(name: string): [] | null {
  const field = fieldOf('items', name);
  return field && shapes[field.shape].sql === 'text[]' ? [] : null;
}
