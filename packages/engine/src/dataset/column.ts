type Numbers = Uint8Array | Uint32Array | Float32Array;

const chunkLength = 1 << 16;

/** A typed array that grows in chunks: adding never copies what is there, so ten million rows need no double. */
export class Column<T extends Numbers> {
  length = 0;
  readonly #make: (length: number) => T;
  #chunks: T[] = [];
  #last: T;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#last = make(chunkLength);
    this.#chunks.push(this.#last);
  }

  push(value: number): void {
    const offset = this.length & (chunkLength - 1);
    if (offset === 0 && this.length > 0) {
      this.#last = this.#make(chunkLength);
      this.#chunks.push(this.#last);
    }
    this.#last[offset] = value;
    this.length++;
  }

  at(row: number): number {
    return this.#chunks[row >>> 16][row & (chunkLength - 1)];
  }

  /** Drops the chunks; the column is empty afterwards. */
  clear(): void {
    this.length = 0;
    this.#last = this.#make(chunkLength);
    this.#chunks = [this.#last];
  }
}
