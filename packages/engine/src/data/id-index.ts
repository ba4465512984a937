/** V8 throws a RangeError when a Map grows beyond 2^24 entries. */
const maxMapEntries = 2 ** 24;

/**
 * Distinct ids and their dense indices 0, 1, 2, … in the order of insertion. Continues in another Map when one is full, so
 * the number of ids is bounded by memory only. A lookup costs one Map access up to 16.7 million ids, then one more for
 * each further 16.7 million.
 */
export class IdIndex {
  readonly #entriesPerMap: number;
  readonly #first = new Map<string, number>();
  /** Full maps and the current one, after the first. */
  readonly #others: Map<string, number>[] = [];
  #current = this.#first;
  #size = 0;

  /** `entriesPerMap` is given only by tests. */
  constructor(ids: Iterable<string> = [], entriesPerMap: number = maxMapEntries) {
    this.#entriesPerMap = entriesPerMap;
    for (const id of ids) this.add(id);
  }

  get size(): number {
    return this.#size;
  }

  /** The index of an id, which is added when it is new. */
  add(id: string): number {
    const known = this.get(id);
    if (known !== undefined) return known;
    if (this.#current.size >= this.#entriesPerMap) {
      this.#current = new Map();
      this.#others.push(this.#current);
    }
    this.#current.set(id, this.#size);
    return this.#size++;
  }

  get(id: string): number | undefined {
    let index = this.#first.get(id);
    for (let m = 0; index === undefined && m < this.#others.length; m++) index = this.#others[m]?.get(id);
    return index;
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  /** All ids, by index. */
  ids(): string[] {
    const ids: string[] = [];
    for (const map of [this.#first, ...this.#others]) for (const id of map.keys()) ids.push(id);
    return ids;
  }
}
