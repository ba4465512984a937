import type { ItemRow } from '../table/record.ts';
import type { BoundFields } from './bind-fields.ts';

/** Reads items: without an id a row is lost, any other cell that cannot be read is left out with a warning. */
export function mapItems(fields: BoundFields): () => ItemRow {
  const itemId = fields.required('itemId', 'id');
  const title = fields.lenient('title', 'text');
  const description = fields.lenient('description', 'text');
  const categories = fields.lenient('categories', 'list');
  const tags = fields.lenient('tags', 'list');
  const price = fields.lenient('price', 'price');
  const imageUrl = fields.lenient('imageUrl', 'picture');
  const url = fields.lenient('url', 'link');
  const ownerId = fields.lenient('ownerId', 'id');
  const createdAt = fields.lenient('createdAt', 'date');
  const hidden = fields.lenient('hidden', 'boolean');
  const custom = fields.custom();
  return () => {
    const row: ItemRow = { itemId: itemId() ?? '' };
    set(row, 'title', title());
    set(row, 'description', description());
    set(row, 'categories', categories());
    set(row, 'tags', tags());
    set(row, 'price', price());
    set(row, 'imageUrl', imageUrl());
    set(row, 'url', url());
    set(row, 'ownerId', ownerId());
    set(row, 'createdAt', createdAt());
    set(row, 'hidden', hidden());
    set(row, 'custom', custom());
    return row;
  };
}

function set<K extends keyof ItemRow>(row: ItemRow, field: K, value: ItemRow[K] | undefined): void {
  if (value !== undefined) row[field] = value;
}
