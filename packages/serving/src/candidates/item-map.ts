import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ServableModel } from '@curio/engine/artifact';
import type { Catalogue } from '../catalogue/catalogue.ts';

/** Other requests wait for a slice of the work. */
const sliceMs = 2;
/** Ids looked up between two looks at the clock. */
const rowsPerLook = 256;

type MappedModel = Pick<ServableModel, 'indexOf' | 'itemCount'>;

/** The items of a model as rows of the catalogue, and which of them may be shown. */
export class ItemMap {
  readonly #catalogue: Catalogue;
  readonly #model: MappedModel;
  /** One per item of the model: its row, or -1 where the project no longer has the item. */
  readonly rowOfItem: Int32Array;
  #hidden: Uint8Array;
  #itemOfRow = new Int32Array(0);
  #rows = 0;
  #hiddenItems: number;
  #revision = -1;
  #outside: { revision: number; rows: Int32Array } | undefined;

  private constructor(catalogue: Catalogue, model: MappedModel) {
    this.#catalogue = catalogue;
    this.#model = model;
    this.rowOfItem = new Int32Array(model.itemCount).fill(-1);
    this.#hidden = new Uint8Array(model.itemCount).fill(1);
    this.#hiddenItems = model.itemCount;
  }

  /** Looks up every row, with pauses for other requests. */
  static async open(catalogue: Catalogue, model: MappedModel): Promise<ItemMap> {
    const map = new ItemMap(catalogue, model);
    while (map.#rows < catalogue.size) {
      const sliceEnd = performance.now() + sliceMs;
      do map.#mapRows(Math.min(catalogue.size, map.#rows + rowsPerLook));
      while (map.#rows < catalogue.size && performance.now() < sliceEnd);
      await nextTurn();
    }
    map.refresh();
    return map;
  }

  /** One per item of the model: 1 where it may not be shown. It never changes: where another item is hidden, it is another array. */
  get hidden(): Uint8Array {
    return this.#hidden;
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
    const before = this.#hidden;
    if (changed === 'all') for (let item = 0; item < before.length; item++) this.#setHidden(item, before);
    else for (const row of changed) this.#setHidden(this.itemOf(row), before);
  }

  #setHidden(item: number, before: Uint8Array): void {
    if (item < 0) return;
    const row = this.rowOfItem[item] ?? -1;
    const hidden = row >= 0 && this.#catalogue.visible[row] === 1 ? 0 : 1;
    if (this.#hidden[item] === hidden) return;
    if (this.#hidden === before) this.#hidden = before.slice();
    this.#hiddenItems += hidden - (this.#hidden[item] ?? 0);
    this.#hidden[item] = hidden;
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

interface Opening {
  map: Promise<ItemMap>;
  /** undefined until it is built. */
  built?: ItemMap;
}

const maps = new WeakMap<MappedModel, WeakMap<Catalogue, Opening>>();

/** The map of a loaded model and its project's catalogue, built once and refreshed. */
export async function itemMapOf(catalogue: Catalogue, model: MappedModel): Promise<ItemMap> {
  const map = await openingOf(catalogue, model).map;
  map.refresh();
  return map;
}

/** As `itemMapOf`; undefined while the map is not built. */
export function itemMapInMemory(catalogue: Catalogue, model: MappedModel): ItemMap | undefined {
  const map = maps.get(model)?.get(catalogue)?.built;
  map?.refresh();
  return map;
}

/** Whether `itemMapOf` has built the map; starts it otherwise. */
export function isItemMapOpen(catalogue: Catalogue, model: MappedModel): boolean {
  return openingOf(catalogue, model).built !== undefined;
}

function openingOf(catalogue: Catalogue, model: MappedModel): Opening {
  const ofModel = maps.get(model) ?? new WeakMap<Catalogue, Opening>();
  maps.set(model, ofModel);
  const known = ofModel.get(catalogue);
  if (known) return known;
  const opening: Opening = { map: ItemMap.open(catalogue, model) };
  ofModel.set(catalogue, opening);
  opening.map.then(
    (map) => {
      opening.built = map;
    },
    // The error is that of the requests that wait for the map.
    () => undefined,
  );
  return opening;
}
