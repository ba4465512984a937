import type { GeoPoint } from '@curio/contracts';
import type { Column, FieldType } from '../../src/catalogue/column.ts';

/** An item of the tests: a field of each type, each of which may be missing. */
export interface Item {
  price?: number;
  createdAt?: string;
  signed?: boolean;
  colour?: string;
  genre?: string[];
  location?: GeoPoint;
}

export const fieldTypes = new Map<keyof Item, FieldType>([
  ['price', 'number'],
  ['createdAt', 'date'],
  ['signed', 'boolean'],
  ['colour', 'text'],
  ['genre', 'list'],
  ['location', 'geo'],
]) as ReadonlyMap<string, FieldType>;

/** A catalogue in columns that counts which rows changed, as the one of a project does. */
export function catalogueOf(items: readonly Item[]) {
  const rows: Item[] = [];
  const changes: number[] = [];
  const columns = new Map<string, Column>();
  const catalogue = {
    get size() {
      return rows.length;
    },
    get revision() {
      return changes.length;
    },
    column: (field: string) => columns.get(field),
    rowsChangedSince: (revision: number): Iterable<number> | 'all' => new Set(changes.slice(revision)),
    rowOf: (itemId: string) => (Number(itemId) < rows.length ? Number(itemId) : -1),
    /** Adds or replaces an item. */
    put(row: number, item: Item) {
      rows[row] = item;
      changes.push(row);
      build();
    },
  };
  const numbers = (value: (item: Item) => number | undefined) =>
    Float64Array.from(rows, (item) => value(item) ?? Number.NaN);
  const build = () => {
    columns.set('price', { type: 'number', values: numbers(({ price }) => price) });
    columns.set('createdAt', {
      type: 'date',
      values: numbers(({ createdAt }) => (createdAt === undefined ? undefined : Date.parse(createdAt))),
    });
    columns.set('signed', {
      type: 'boolean',
      values: Uint8Array.from(rows, ({ signed }) => (signed === undefined ? 2 : Number(signed))),
    });
    columns.set('colour', { type: 'text', values: rows.map(({ colour }) => colour ?? null) });
    columns.set('genre', { type: 'list', values: rows.map(({ genre }) => genre ?? null) });
    columns.set('location', {
      type: 'geo',
      lat: numbers(({ location }) => location?.lat),
      lon: numbers(({ location }) => location?.lon),
    });
  };
  rows.push(...items);
  build();
  return catalogue;
}
