import { LRUCache } from 'lru-cache';
import type { Catalogue } from '../catalogue/catalogue.ts';

/** The part of a catalogue that values of its rows are computed from and kept up to date by. */
export type CatalogueRows = Pick<Catalogue, 'size' | 'revision' | 'column' | 'rowsChangedSince'>;

type RowValues = Uint8Array | Float32Array;

/** How the values of rows are computed. */
export interface RowFunction<T extends RowValues> {
  /** Equal for equal functions. */
  key: string;
  /** The columns that it reads. Values are kept only where all of them are loaded; a field without a column has no values. */
  fields: readonly string[];
  allocate(rows: number): T;
  /** Writes the values of rows `start` to `end`. */
  fill(values: T, start: number, end: number): void;
}

/**
 * Values of a catalogue's rows: computed once for each distinct function, and later for changed rows only. Shared by all
 * projects and bounded in bytes: what was not used for longest goes first, of the catalogue that takes the most bytes, so
 * that many expressions of one project do not displace those of the others.
 */
export interface RowCache {
  /** One value per row, at least `catalogue.size` of them; updated in place by later calls, so read it before waiting. */
  valuesOf<T extends RowValues>(catalogue: CatalogueRows, rows: RowFunction<T>): T;
}

interface Entry {
  values: RowValues;
  catalogue: number;
  revision: number;
  /** Rows whose values are computed. */
  size: number;
}

const maxEntries = 5000;
/** Room for new rows: values are copied to a longer array after this share of the catalogue was added. */
const growth = 1 / 8;
/** Above this share of changed rows, one pass over all is faster. */
const manyRows = 1 / 8;

export function createRowCache(maxBytes: number): RowCache {
  const numbers = new WeakMap<CatalogueRows, number>();
  let catalogues = 0;
  const bytesOf = new Map<number, number>();
  let total = 0;
  const count = ({ catalogue, values }: Entry, sign: 1 | -1) => {
    total += sign * values.byteLength;
    const bytes = (bytesOf.get(catalogue) ?? 0) + sign * values.byteLength;
    if (bytes > 0) bytesOf.set(catalogue, bytes);
    else bytesOf.delete(catalogue);
  };
  const entries = new LRUCache<string, Entry>({ max: maxEntries, dispose: (entry) => count(entry, -1) });

  const makeRoom = () => {
    while (total > maxBytes) {
      const [largest] = [...bytesOf].reduce((a, b) => (b[1] > a[1] ? b : a));
      for (const key of entries.rkeys()) {
        if (entries.peek(key)?.catalogue !== largest) continue;
        entries.delete(key);
        break;
      }
    }
  };

  return {
    valuesOf<T extends RowValues>(catalogue: CatalogueRows, rows: RowFunction<T>): T {
      const { size, revision } = catalogue;
      // A field that has changed its type since the request began: its column is loaded again, and values without it are no
      // later request's.
      if (rows.fields.some((field) => !catalogue.column(field))) {
        const values = rows.allocate(size);
        rows.fill(values, 0, size);
        return values;
      }
      const number = numbers.get(catalogue) ?? ++catalogues;
      numbers.set(catalogue, number);
      const key = `${number} ${rows.key}`;
      // Of this key, so made by the same function.
      const known = entries.get(key) as (Entry & { values: T }) | undefined;
      if (known && known.values.length >= size) {
        refresh(known, catalogue, rows);
        return known.values;
      }
      const values = rows.allocate(Math.ceil(size * (1 + growth)));
      if (known) values.set(known.values);
      const entry = { values, catalogue: number, revision: known?.revision ?? revision, size: known?.size ?? 0 };
      refresh(entry, catalogue, rows);
      entries.set(key, entry);
      count(entry, 1);
      makeRoom();
      return values;
    },
  };
}

/** Computes the rows that were added or changed since. */
function refresh<T extends RowValues>(
  entry: Entry & { values: T },
  catalogue: CatalogueRows,
  { fill }: RowFunction<T>,
): void {
  const { size, revision } = catalogue;
  if (entry.revision !== revision) {
    const changed = catalogue.rowsChangedSince(entry.revision);
    const rows = changed === 'all' ? 'all' : [...changed];
    if (rows === 'all' || rows.length > entry.size * manyRows) entry.size = 0;
    else for (const row of rows) if (row < entry.size) fill(entry.values, row, row + 1);
  }
  if (entry.size < size) fill(entry.values, entry.size, size);
  entry.size = size;
  entry.revision = revision;
}
