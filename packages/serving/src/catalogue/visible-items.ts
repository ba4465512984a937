import { fieldOf, shapes } from '@curio/contracts';
import type { Catalogue } from './catalogue.ts';
import { fieldValue } from './field-value.ts';

/** Values of an item by field, as the API answers them. */
export type VisibleItem = Readonly<Record<string, unknown>>;
export type VisibleItems = ReadonlyMap<string, VisibleItem>;

/** Those of `ids` that may be shown, with the values of these fields; without a catalogue, all that are known. */
export async function visibleItems(
  catalogue: Catalogue,
  ids: Iterable<string>,
  fields: readonly string[],
): Promise<Map<string, VisibleItem>> {
  await catalogue.ensureColumns(fields);
  const items = new Map<string, VisibleItem>();
  for (const id of ids) {
    const row = catalogue.rowOf(id);
    if (row >= 0 && catalogue.visible[row] === 1) items.set(id, itemOf(catalogue, row, fields));
  }
  return items;
}

function itemOf(catalogue: Catalogue, row: number, fields: readonly string[]): VisibleItem {
  const values = fields.map((name) => {
    const column = catalogue.column(name);
    return [name, (column ? fieldValue(column, row) : null) ?? emptyOf(name)] as const;
  });
  return Object.fromEntries(values);
}

/** Lists of every item are empty where they have no value; other fields are null. */
function emptyOf(name: string): unknown {
  const field = fieldOf('items', name);
  return field && shapes[field.shape].sql === 'text[]' ? [] : null;
}
