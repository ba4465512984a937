import type { Column } from './column.ts';

/**
 * The items of a project in columns over rows. A row is an item id that the project has in `items` or in its interactions.
 * Rows are appended and never renumbered; a deleted item keeps its row and is not visible.
 */
export interface Catalogue {
  /** Number of rows. */
  readonly size: number;
  idOf(row: number): string;
  /** -1 where the id is unknown. */
  rowOf(itemId: string): number;
  /** -1 where the number is unknown: a number of `id_numbers`, as in interactions. */
  rowOfNumber(itemNumber: number): number;
  /** Adds the row of an item that got its number after the catalogue was loaded. */
  addNumber(itemNumber: number, itemId: string): void;
  /** False for a project that never had an item: every row is visible, and no field but the id has values. */
  readonly hasCatalogue: boolean;
  /** 1 = in the catalogue and not hidden. As long as `size` or longer; replaced when the catalogue grows. */
  readonly visible: Uint8Array;
  /** Grows with every write of an item, also of fields that are not loaded. */
  readonly revision: number;
  /** The column of a field that `ensureColumns` has loaded, by the name that the API uses; undefined for other fields. */
  column(field: string): Column | undefined;
  /**
   * Loads the missing columns of these fields, each once; names of no field are ignored. Rejects where Postgres cannot be
   * read: columns that were loaded before stay.
   */
  ensureColumns(fields: Iterable<string>): Promise<void>;
  /** Rows that changed after `revision`, some of them repeatedly, or 'all' where it was too long ago. */
  rowsChangedSince(revision: number): Iterable<number> | 'all';
  /** Visible rows, newest `createdAt` first; ties, and at the end the rows without one, by id. Do not change it. */
  latest(): Int32Array;
}
