import type { Catalogue } from '../catalogue/catalogue.ts';

/** The rows of each owner, kept up to date with the catalogue. */
class OwnedRows {
  readonly #rows = new Map<string, Set<number>>();
  readonly #owners: (string | null)[] = [];
  #revision = -1;

  of(catalogue: Catalogue, owner: string): Iterable<number> {
    this.#refresh(catalogue);
    return this.#rows.get(owner) ?? [];
  }

  #refresh(catalogue: Catalogue): void {
    const { revision } = catalogue;
    if (revision === this.#revision) return;
    const changed = this.#revision < 0 ? 'all' : catalogue.rowsChangedSince(this.#revision);
    this.#revision = revision;
    if (changed === 'all') for (let row = 0; row < catalogue.size; row++) this.#setOwner(catalogue, row);
    else for (const row of changed) this.#setOwner(catalogue, row);
  }

  #setOwner(catalogue: Catalogue, row: number): void {
    const column = catalogue.column('ownerId');
    const owner = (column?.type === 'text' ? column.values[row] : null) ?? null;
    const before = this.#owners[row] ?? null;
    if (before === owner) return;
    if (before !== null) this.#rows.get(before)?.delete(row);
    this.#owners[row] = owner;
    if (owner === null) return;
    const rows = this.#rows.get(owner) ?? new Set();
    this.#rows.set(owner, rows.add(row));
  }
}

const indexes = new WeakMap<Catalogue, OwnedRows>();

/** Rows of the items whose ownerId this is. The column must be loaded. */
export function ownedRows(catalogue: Catalogue, owner: string): Iterable<number> {
  const index = indexes.get(catalogue) ?? new OwnedRows();
  indexes.set(catalogue, index);
  return index.of(catalogue, owner);
}
