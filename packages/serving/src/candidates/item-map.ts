import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ServableModel } from '@curio/engine/artifact';
import type { Catalogue } from '../catalogue/catalogue.ts';

/** Ids looked up between two turns of the event loop: a few milliseconds of work. */
const rowsPerTurn = 20_000;

/** The items of a model as rows of the catalogue, and which of them may be shown. */
export class ItemMap {
  readonly #catalogue: Catalogue;
  readonly #model: Pick<ServableModel, 'indexOf' | 'itemCount'>;
  /** One per item of the model: its row, or -1 where the project no longer has the item. */
  readonly rowOfItem: Int32Array;
  /** One per item of the model: 1 where it may not be shown. */
  readonly hidden: Uint8Array;
  #itemOfRow = new Int32Array(0);
  #rows = 0;
  #hiddenItems: number;
  #revision = -1;
  #outside: { revision: number; rows: Int32Array } | undefined;

  private constructor(catalogue: Catalogue, model: Pick<ServableModel, 'indexOf' | 'itemCount'>) {
    this.#catalogue = catalogue;
    this.#model = model;
    this.rowOfItem = new Int32Array(model.itemCount).fill(-1);
    this.hidden = new Uint8Array(model.itemCount).fill(1);
    this.#hiddenItems = model.itemCount;
  }

  /** Looks up every row, with pauses for other requests. */
  static async open(catalogue: Catalogue, model: Pick<ServableModel, 'indexOf' | 'itemCount'>): Promise<ItemMap> {
    const map = new ItemMap(catalogue, model);
    while (map.#rows < catalogue.size) {
      map.#mapRows(Math.min(catalogue.size, map.#rows + rowsPerTurn));
      await nextTurn();
    }
    map.refresh();
    return map;
  }

  /** Whether any item of the model may not be shown. */
  get anyHidden(): boolean {
    return this.#hiddenItems > 0;
  }

  /** Index of the row's item in the model, -1 where the model does not have it. */
  itemOf(row: number): number {
    return this.#itemOfRow[row] ?? -1;
  }

  /** Visible rows that the model does not have, the newest first. */
  rowsOutside(): Int32Array {
    const { revision } = this.#catalogue;
    if (this.#outside?.revision !== revision) {
      this.#outside = { revision, rows: this.#catalogue.latest().filter((row) => this.itemOf(row) < 0) };
    }
    return this.#outside.rows;
  }

  /** Applies what has changed in the catalogue since the last call. */
  refresh(): void {
    const { revision } = this.#catalogue;
    if (revision === this.#revision) return;
    this.#mapRows(this.#catalogue.size);
    const changed = this.#revision < 0 ? 'all' : this.#catalogue.rowsChangedSince(this.#revision);
    this.#revision = revision;
    if (changed === 'all') for (let item = 0; item < this.hidden.length; item++) this.#setHidden(item);
    else for (const row of changed) this.#setHidden(this.itemOf(row));
  }

  #setHidden(item: number): void {
    if (item < 0) return;
    const row = this.rowOfItem[item] ?? -1;
    const hidden = row >= 0 && this.#catalogue.visible[row] === 1 ? 0 : 1;
    this.#hiddenItems += hidden - (this.hidden[item] ?? 0);
    this.hidden[item] = hidden;
  }

  #mapRows(end: number): void {
    if (end > this.#itemOfRow.length) {
      const grown = new Int32Array(Math.max(end, Math.ceil(this.#itemOfRow.length * 1.5)));
      grown.set(this.#itemOfRow);
      this.#itemOfRow = grown;
    }
    for (; this.#rows < end; this.#rows++) {
      const item = this.#model.indexOf(this.#catalogue.idOf(this.#rows));
      this.#itemOfRow[this.#rows] = item;
      if (item >= 0) this.rowOfItem[item] = this.#rows;
    }
  }
}

const maps = new WeakMap<object, WeakMap<Catalogue, Promise<ItemMap>>>();

/** The map of a loaded model and its project's catalogue, built once and refreshed. */
export async function itemMapOf(
  catalogue: Catalogue,
  model: Pick<ServableModel, 'indexOf' | 'itemCount'>,
): Promise<ItemMap> {
  const ofModel = maps.get(model) ?? new WeakMap<Catalogue, Promise<ItemMap>>();
  maps.set(model, ofModel);
  const opening = ofModel.get(catalogue) ?? ItemMap.open(catalogue, model);
  ofModel.set(catalogue, opening);
  const map = await opening;
  map.refresh();
  return map;
}
