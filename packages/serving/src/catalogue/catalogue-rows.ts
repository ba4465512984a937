import { type ColumnStore, createColumnStore } from './column-store.ts';
import type { ItemValue } from './item-fields.ts';
import { createItemIds } from './item-ids.ts';
import { createRowLog } from './row-log.ts';

/** The catalogue's data in memory, without the database. */
export interface CatalogueRows {
  readonly size: number;
  /** Rows that a column has room for. */
  readonly capacity: number;
  readonly bytes: number;
  /** Only items are visible; false: every row is one. */
  readonly hasCatalogue: boolean;
  readonly visible: Uint8Array;
  readonly revision: number;
  /** The columns that can be read, by field: `createdAt` and those that were loaded. */
  readonly columns: Map<string, ColumnStore>;
  /** Every column, also those that are being loaded: they grow with the rows, and lose the values of removed items. */
  readonly stores: Set<ColumnStore>;
  readonly createdAt: ColumnStore;
  rowsChangedSince(revision: number): number[] | 'all';
  idOf(row: number): string;
  rowOf(itemId: string): number;
  rowOfNumber(itemNumber: number): number;
  /** Whether the row is an item, hidden or not: a row of `items`, or without a catalogue every row. */
  isItem(row: number): boolean;
  /** Negative where the id of row `a` comes before that of `b`. */
  compareIds(a: number, b: number): number;
  /** The row of the id, a new one where it is unknown. */
  addRow(itemId: string): number;
  setNumber(itemNumber: number, itemId: string): void;
  /** The row is an item of `items` with these values; `written` and `values` are parallel. */
  setItem(row: number, hidden: boolean, written: readonly ColumnStore[], values: readonly ItemValue[]): void;
  /** The row changed in a column that is not loaded. */
  touch(row: number): void;
  /** The row is no longer an item. */
  removeItem(row: number): void;
  /** With an item the project has a catalogue, whatever is stored. */
  setHasCatalogue(stored: boolean): void;
}

const firstRows = 1 << 10;

/** @param stored whether the project has a catalogue, also where it has no item. */
export function createCatalogueRows(stored: boolean): CatalogueRows {
  const ids = createItemIds();
  const log = createRowLog();
  const createdAt = createColumnStore('date', firstRows);
  const columns = new Map<string, ColumnStore>([['createdAt', createdAt]]);
  const stores = new Set<ColumnStore>([createdAt]);
  let capacity = firstRows;
  let visible = new Uint8Array(capacity);
  let items = new Uint8Array(capacity);
  let itemCount = 0;
  let hasCatalogue = stored;
  /** By item number: row + 1, 0 = unknown. */
  let numbers = new Int32Array(firstRows);

  function grow(): void {
    capacity *= 2;
    visible = longer(visible, capacity);
    items = longer(items, capacity);
    for (const store of stores) store.grow(capacity);
  }

  /** Of rows that are no items. The last item does not take the catalogue with it: deleted items must not come back. */
  function setHasCatalogue(has: boolean): void {
    if (has === hasCatalogue) return;
    hasCatalogue = has;
    visible.fill(has ? 0 : 1, 0, ids.size);
    log.addAll();
  }

  function addRow(itemId: string): number {
    const before = ids.size;
    const row = ids.add(itemId);
    if (ids.size === before) return row;
    if (row === capacity) grow();
    visible[row] = hasCatalogue ? 0 : 1;
    columns.get('itemId')?.write(row, itemId);
    log.add(row);
    return row;
  }

  return {
    get size() {
      return ids.size;
    },
    get capacity() {
      return capacity;
    },
    get bytes() {
      let bytes = ids.bytes + visible.length + items.length + numbers.byteLength;
      for (const store of stores) bytes += store.bytes;
      return bytes;
    },
    get hasCatalogue() {
      return hasCatalogue;
    },
    get visible() {
      return visible;
    },
    get revision() {
      return log.revision;
    },
    columns,
    stores,
    createdAt,
    rowsChangedSince: log.since,
    idOf: ids.idOf,
    rowOf: ids.rowOf,
    rowOfNumber: (itemNumber) => (numbers[itemNumber] ?? 0) - 1,
    isItem: (row) => items[row] === 1 || !hasCatalogue,
    compareIds: ids.compare,
    addRow,
    setNumber(itemNumber, itemId) {
      if (itemNumber >= numbers.length) numbers = longer(numbers, Math.max(numbers.length * 2, itemNumber + 1));
      numbers[itemNumber] = addRow(itemId) + 1;
    },
    setItem(row, hidden, written, values) {
      if (items[row] === 0) {
        items[row] = 1;
        itemCount++;
        setHasCatalogue(true);
      }
      const isVisible = hidden ? 0 : 1;
      let changed = visible[row] !== isVisible;
      visible[row] = isVisible;
      for (const [place, store] of written.entries()) if (store.write(row, values[place] ?? null)) changed = true;
      if (changed) log.add(row);
    },
    touch: log.add,
    removeItem(row) {
      if (items[row] !== 1) return;
      items[row] = 0;
      visible[row] = 0;
      const itemIds = columns.get('itemId');
      for (const store of stores) if (store !== itemIds) store.write(row, null);
      log.add(row);
      itemCount--;
    },
    setHasCatalogue: (stored) => setHasCatalogue(stored || itemCount > 0),
  };
}

function longer<T extends Uint8Array | Int32Array>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(length);
  larger.set(array);
  return larger;
}
