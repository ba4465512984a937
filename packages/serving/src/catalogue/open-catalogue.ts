import type { Db } from '@curio/db';
import type { Logger } from 'pino';
import type { ProjectRef } from '../state/project.ts';
import type { Catalogue } from './catalogue.ts';
import { createCatalogueRows } from './catalogue-rows.ts';
import { coalesced } from './coalesced.ts';
import type { FieldType } from './column.ts';
import { type ColumnStore, createColumnStore } from './column-store.ts';
import { type ItemField, itemField } from './item-fields.ts';
import { createItemRefresher } from './item-refresher.ts';
import { createLatestOrder } from './order-latest.ts';
import { copyItemNumbers, readNewItemNumbers } from './read-item-numbers.ts';
import { copyItems, selectItems } from './read-items.ts';

/** A catalogue with what keeps it current. Methods that read Postgres reject where it cannot be read. */
export interface OpenCatalogue extends Catalogue {
  /** Approximate bytes in memory. */
  readonly bytes: number;
  /** Reads these items again. What cannot be read is tried again until `close`. */
  refreshItems(itemIds: Iterable<string>): Promise<void>;
  /** Reads all items again, after an import. */
  refreshAll(): Promise<void>;
  /** Adds the items that occur in interactions and got their number since the last reading. */
  refreshNumbers(): Promise<void>;
  /** As `CatalogueRows.setHasCatalogue`. */
  setHasCatalogue(stored: boolean): void;
  /** Replaces the types of the owner's fields; the columns of fields whose type changed must be loaded again. */
  setOwnTypes(types: ReadonlyMap<string, FieldType>): void;
  close(): void;
}

export interface CatalogueSource {
  db: Db;
  log: Logger;
  project: ProjectRef;
  projectNumber: number;
  /** Whether the project has had an item. */
  hasCatalogue: boolean;
  /** Types of the owner's item fields. */
  ownTypes: ReadonlyMap<string, FieldType>;
  /** Called after rows or columns were added. */
  onGrowth(): void;
}

/** A field with the column that it is read into. */
interface Loadable {
  name: string;
  field: ItemField;
  store: ColumnStore;
}

/** Reads the ids, dates and visibility of all items; other columns are loaded when they are asked for. */
export async function openCatalogue(source: CatalogueSource): Promise<OpenCatalogue> {
  const { db, log, project, projectNumber } = source;
  const rows = createCatalogueRows(source.hasCatalogue);
  const order = createLatestOrder(rows);
  let ownTypes = source.ownTypes;
  let lastNumber = 0;
  const loaded = new Map<string, Loadable>();
  const createdAt = loadable('createdAt', rows.createdAt);
  if (!createdAt) throw new Error('Items have no field createdAt');
  loaded.set('createdAt', createdAt);
  const loading = new Map<string, Promise<void>>();
  /** Columns that are being loaded: items that are refreshed meanwhile are written to them too. */
  const incoming = new Set<Loadable>();
  /** Per reading of all items that is under way: the rows that were refreshed since it began, which are newer. */
  const readings = new Set<Set<number>>();
  /** One reading of all items at a time. */
  let last: Promise<unknown> = Promise.resolve();

  const refresher = createItemRefresher(refresh, (error) =>
    log.warn({ err: error, projectId: project.projectId }, 'changed items not read; trying again'),
  );

  function loadable(name: string, store?: ColumnStore): Loadable | undefined {
    const field = itemField(name, ownTypes);
    return field && { name, field, store: store ?? createColumnStore(field.type, rows.capacity) };
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }

  /** Reads columns of all items; rows that are refreshed while it reads are skipped. */
  async function readAll(columns: readonly Loadable[]): Promise<{ seen: Uint8Array; refreshed: Set<number> }> {
    const refreshed = new Set<number>();
    readings.add(refreshed);
    let seen = new Uint8Array(rows.capacity);
    const stores = columns.map(({ store }) => store);
    try {
      await copyItems(db, project, fieldsOf(columns), (itemId, hidden, values) => {
        const row = rows.addRow(itemId);
        if (row >= seen.length) seen = longer(seen, rows.capacity);
        seen[row] = 1;
        if (!refreshed.has(row)) rows.setItem(row, hidden, stores, values);
      });
    } finally {
      readings.delete(refreshed);
    }
    return { seen, refreshed };
  }

  async function refresh(itemIds: readonly string[]): Promise<void> {
    const columns = [...loaded.values(), ...incoming];
    const stores = columns.map(({ store }) => store);
    const before = new Set(readings);
    const missing = new Set(itemIds);
    const touch = (row: number) => {
      for (const refreshed of before) refreshed.add(row);
    };
    await selectItems(db, project, itemIds, fieldsOf(columns), (itemId, hidden, values) => {
      missing.delete(itemId);
      const row = rows.addRow(itemId);
      touch(row);
      const { revision } = rows;
      rows.setItem(row, hidden, stores, values);
      if (rows.revision === revision) rows.touch(row);
    });
    for (const itemId of missing) {
      const row = rows.rowOf(itemId);
      if (row < 0) continue;
      touch(row);
      rows.removeItem(row);
    }
    // A reading of all items that began meanwhile may be older or newer than this one, or write other columns.
    if ([...readings].some((reading) => !before.has(reading))) refresher.refresh(itemIds).catch(() => undefined);
    source.onGrowth();
  }

  const refreshNumbers = coalesced(async () => {
    lastNumber = await readNewItemNumbers(db, project, projectNumber, lastNumber, rows.setNumber);
    source.onGrowth();
  });

  const refreshAll = coalesced(async () => {
    await inTurn(async () => {
      // A refresh that began before must not overwrite what is read now.
      await refresher.idle();
      const { seen, refreshed } = await readAll([...loaded.values()]);
      for (let row = 0; row < rows.size; row++) {
        if (seen[row] !== 1 && !refreshed.has(row) && rows.isItem(row)) rows.removeItem(row);
      }
      if (rows.size > 0) rows.touch(0);
      await order.sort();
    });
    await refreshNumbers();
  });

  function loadColumns(names: readonly string[]): Promise<void> {
    return inTurn(async () => {
      const columns = names.flatMap((name) => loadable(name) ?? []);
      for (const column of columns) {
        incoming.add(column);
        rows.stores.add(column.store);
      }
      try {
        await readAll(columns);
        for (const column of columns) publish(column);
      } finally {
        for (const column of columns) {
          incoming.delete(column);
          if (rows.columns.get(column.name) !== column.store) rows.stores.delete(column.store);
        }
      }
      source.onGrowth();
    });
  }

  function publish(column: Loadable): void {
    const { name, field, store } = column;
    // The owner may have given the field another type meanwhile: then it is loaded again.
    if (itemField(name, ownTypes)?.type !== field.type) return;
    if (name !== 'itemId') loaded.set(name, column);
    // Rows without an item have an id, too.
    else for (let row = 0; row < rows.size; row++) store.write(row, rows.idOf(row));
    rows.columns.set(name, store);
  }

  async function ensureColumns(fields: Iterable<string>): Promise<void> {
    const waiting: Promise<void>[] = [];
    const missing: string[] = [];
    for (const name of fields) {
      if (rows.columns.has(name)) continue;
      const under = loading.get(name);
      if (under) waiting.push(under);
      else if (itemField(name, ownTypes)) missing.push(name);
    }
    if (missing.length > 0) {
      const load = loadColumns(missing).finally(() => {
        for (const name of missing) if (loading.get(name) === load) loading.delete(name);
      });
      for (const name of missing) loading.set(name, load);
      waiting.push(load);
    }
    await Promise.all(waiting);
  }

  await readAll([createdAt]);
  await copyItemNumbers(db, project, projectNumber, (itemNumber, itemId) => {
    rows.setNumber(itemNumber, itemId);
    lastNumber = Math.max(lastNumber, itemNumber);
  });
  await order.sort();

  return {
    get size() {
      return rows.size;
    },
    get hasCatalogue() {
      return rows.hasCatalogue;
    },
    get visible() {
      return rows.visible;
    },
    get revision() {
      return rows.revision;
    },
    get bytes() {
      return rows.bytes;
    },
    idOf: rows.idOf,
    rowOf: rows.rowOf,
    rowOfNumber: rows.rowOfNumber,
    column: (field) => rows.columns.get(field)?.column,
    ensureColumns,
    rowsChangedSince: rows.rowsChangedSince,
    latest: order.latest,
    refreshItems: refresher.refresh,
    refreshAll,
    refreshNumbers,
    addNumber: rows.setNumber,
    setHasCatalogue: rows.setHasCatalogue,
    setOwnTypes(types) {
      for (const [name, { field, store }] of loaded) {
        if (itemField(name, types)?.type === field.type) continue;
        loaded.delete(name);
        rows.columns.delete(name);
        rows.stores.delete(store);
      }
      ownTypes = types;
    },
    close: refresher.close,
  };
}

const fieldsOf = (columns: readonly Loadable[]) => columns.map(({ field }) => field);

function longer(array: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(array);
  return larger;
}
